"""How the bundled cross-encoder was made: `python -m index.training.crossing --help`."""
