"""What can go wrong with an index. Every error names the value and the command that mends it."""

from pathlib import Path

from corpus.errors import KaynakError

REBUILD = "run `kaynak build` with the same --data"


class IndexMissing(KaynakError, FileNotFoundError):
    """There is no index in the data directory."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no index in {path}: {REBUILD} to make one")


class IndexDamaged(KaynakError, ValueError):
    """The index is half-written, truncated or does not fit its store."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"the index at {path} is damaged ({fault}): {REBUILD} to mend it")


class IndexFormat(KaynakError, ValueError):
    """The index was written by another format version."""

    def __init__(self, path: Path, found: object, known: object) -> None:
        super().__init__(f"{path} has format version {found}, this Kaynak reads {known}: {REBUILD} to make it anew")


class EncoderMismatch(KaynakError, ValueError):
    """The index was made with another encoder than the one at hand."""

    def __init__(self, made_with: str, at_hand: str) -> None:
        super().__init__(
            f"the index was made with {made_with}, the encoder at hand is {at_hand}: "
            f"run `kaynak build --encoder {at_hand.split(' ')[0]}` to make it anew"
        )


class EncoderUnavailable(KaynakError, OSError):
    """A model that cannot be loaded."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"cannot load the encoder {name!r} ({reason}): "
            "give the folder of a sentence-transformers model, a name that the model hub knows, or `hashing`"
        )


class BuildRunning(KaynakError, BlockingIOError):
    """Another build holds the data directory."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(
            f"another build is at work in {path} (process {holder or '?'}): wait for it to end, then build again"
        )


class StorageFailed(KaynakError, OSError):
    """The data directory cannot be written, or its disk is full."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(
            f"cannot write to {path} ({reason}): the index that was there still serves; make room and build again"
        )


class DataDirectory(KaynakError, PermissionError):
    """The data directory cannot be made or opened for writing."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"cannot use {path} as data directory ({reason}): choose another with --data or KAYNAK_DATA")


class NothingToIndex(KaynakError, ValueError):
    """No file could be made a document, and the store holds none."""


class UnknownDocument(KaynakError, KeyError):
    """A document id that the collection does not have."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"there is no document {document_id!r}; GET /v1/documents lists the ones there are")
