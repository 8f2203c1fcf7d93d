"""One build at a time, and plain words when the disk says no."""

import errno
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import KaynakError
from index.errors import BuildRunning, DataDirectory, StorageFailed

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
_FULL_WORDS = (
    "no space left",
    "disk is full",
    "file too large",
    "disk i/o error",
    "could not write",
    "read-only",
    "readonly",
    "writer was killed",
)


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the data directory for one build; the lock goes with the process, however it ends.

    Raises BuildRunning while another process holds it, DataDirectory where the directory cannot be used.
    """
    path = data / "build.lock"
    try:
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise DataDirectory(data, error.strerror) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildRunning(data, os.read(descriptor, 20).decode()) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(data: Path) -> Iterator[None]:
    """Turn a full or read-only disk, whichever library met it, into StorageFailed."""
    try:
        yield
    except KaynakError:
        raise
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        raise DataDirectory(data, f"{error.strerror}: {error.filename}") from error
    except (OSError, sqlite3.Error, RuntimeError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number not in _FULL and not _speaks_of_storage(str(error)):
            raise
        raise StorageFailed(data, os.strerror(number) if number else error) from error


def _speaks_of_storage(message: str) -> bool:
    return any(words in message.lower() for words in _FULL_WORDS)
