"""Sets two documents side by side: which paragraphs answer each other, and what changed in them."""
