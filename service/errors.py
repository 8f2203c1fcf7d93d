"""What can go wrong between a person and the service."""

from pathlib import Path

from corpus.errors import KaynakError


class UsageError(KaynakError, ValueError):
    """Options or a question that cannot be used."""


class AddressUnusable(KaynakError, OSError):
    """The address cannot be listened on."""


class UnknownRun(KaynakError, KeyError):
    """An evaluation run that is not stored."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"there is no evaluation run {run_id!r}; GET /v1/evaluations lists those there are")


class FeedbackUnusable(KaynakError, OSError):
    """The feedback cannot be read or written."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"cannot use {path} ({reason}): make room, check its permissions, or move a damaged file away")
