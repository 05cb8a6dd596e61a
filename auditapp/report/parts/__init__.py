"""The parts of the documents, each a function that draws one part (domain.md 3.6)."""
