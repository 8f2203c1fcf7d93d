"""Reading: what a question asks for, which sentence and words of what was found answer it, how surely, and who disagrees."""
