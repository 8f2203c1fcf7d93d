"""What can go wrong with a file. Every error names the offending value and the next step."""

from pathlib import Path


class KaynakError(Exception):
    """Root of every error that Kaynak raises on purpose; its text is one line for a person."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else type(self).__name__


class SourceError(KaynakError, ValueError):
    """A file that cannot become a document; it is skipped and reported, the rest goes on."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class UnknownFormat(SourceError):
    """No loader for this suffix."""


class UnreadableSource(SourceError):
    """Missing, empty, binary, not permitted, or in an encoding that cannot be told."""


class CatalogueError(KaynakError, ValueError):
    """A catalogue.toml that is malformed or does not describe the files beside it."""
