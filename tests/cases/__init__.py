"""Reference cases: documents, what a reader states them to say, and what an analyst expects to see."""
