"""How the bundled Turkish-English encoder was made: `python -m index.training --help`."""
