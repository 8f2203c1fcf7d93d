"""Which files a build is given, and what it could not see."""

import hashlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import CATALOGUE
from corpus.errors import SourceError
from corpus.loaders import slug


@dataclass(frozen=True, slots=True)
class Listing:
    """The files under a root; `unseen` are folders that could not be read, whose files may still be there."""

    root: Path
    files: tuple[Path, ...]
    faults: tuple[SourceError, ...] = ()
    unseen: tuple[Path, ...] = ()

    def misses(self, source: Path) -> bool:
        """Whether a file that was here is gone; an empty listing is a mistake and misses nothing."""
        if source == self.root:
            return not self.files
        known = bool(self.files) and source.is_relative_to(self.root)
        return known and source not in self.files and not any(source.is_relative_to(folder) for folder in self.unseen)


def list_files(root: Path) -> Listing:
    """Files of a folder and its folders, in order, hidden ones and catalogues left out; a file is its own listing."""
    try:
        if not root.is_dir():
            found = (root,) if root.exists() else ()
            return Listing(root, found, () if found else (SourceError(root, "there is no such file or folder"),))
    except OSError as error:
        return Listing(root, (), (SourceError(root, f"cannot be read: {error.strerror}"),), (root,))
    errors: list[OSError] = []
    files = sorted(_walk(root, errors))
    faults = [SourceError(Path(error.filename), f"cannot be read: {error.strerror}") for error in errors]
    if not files and not faults:
        faults = [SourceError(root, "the folder holds no files")]
    return Listing(root, tuple(files), tuple(faults), tuple(Path(error.filename) for error in errors))


def _walk(root: Path, errors: list[OSError]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith(".") and name != CATALOGUE)


def check_name(path: Path) -> None:
    """Raise SourceError for a name that is no Unicode: no address could hold it."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        shown = Path(os.fsencode(path).decode("utf-8", "replace"))
        raise SourceError(shown, "its name is no valid Unicode; rename it") from error


def digest(path: Path) -> str:
    """SHA-256 of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def candidate_ids(path: Path) -> Iterator[str]:
    """Document ids for a file, the plainest first; all different, however long its name is."""
    plain = slug(path.stem)
    yield plain
    yield slug(f"{path.parent.name} {path.stem}")
    yield from (f"{plain[:70].rstrip('-')}-{number}" for number in itertools.count(2))
