"""Reading: what a question asks for, and the span of a sentence that answers it."""
