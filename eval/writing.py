"""Files and folders that appear whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import UsageError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to, which takes its place once everything is written.

    Raises UsageError where there is no folder to write into, or a folder of that name.
    """
    check_place(path)
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file to write")
    half = path.with_name(f".{path.name}.half")
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder to write to, which is renamed to `path` once everything is in it; raises UsageError if that exists."""
    check_place(path)
    if path.exists():
        raise UsageError(f"{path} is there already; remove it or name another")
    half = path.with_name(f".{path.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    try:
        yield half
        half.rename(path)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def check_place(path: Path) -> None:
    """Raise UsageError where there is no folder to write into: before long work, not after it."""
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} to write {path.name} into; make it first")
