"""The shipped pipeline, measured."""
