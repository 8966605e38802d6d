"""From decoded plain text to paragraphs: page furniture, footnotes, note marks and line breaks each in one step."""
