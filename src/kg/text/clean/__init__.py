"""From decoded plain text to paragraphs: page furniture, footnotes, marks and line breaks, a step each."""
