"""Which files a build is given, and what it could not see."""

import hashlib
import itertools
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import CATALOGUE
from corpus.errors import SourceError
from corpus.loaders import slug


@dataclass(frozen=True, slots=True)
class Listing:
    """The files under a root, and the links to folders there, which are not followed."""

    root: Path
    files: tuple[Path, ...]
    faults: tuple[SourceError, ...] = ()
    links: tuple[Path, ...] = ()

    def answers_for(self, source: Path) -> bool:
        """Whether a file has its place under the root; an empty listing is a mistake and answers for nothing in it."""
        return source == self.root or (bool(self.files) and source.is_relative_to(self.root))


def list_files(root: Path) -> Listing:
    """Files of a folder and its folders, in order, hidden ones and catalogues left out; a file is its own listing."""
    try:
        if not root.is_dir():
            found = (root,) if root.exists() else ()
            return Listing(root, found, () if found else (SourceError(root, "there is no such file or folder"),))
    except OSError as error:
        return Listing(root, (), (SourceError(root, f"cannot be read: {error.strerror}"),))
    errors: list[OSError] = []
    links: list[Path] = []
    files = sorted(_walk(root, errors, links))
    faults = [SourceError(Path(error.filename), f"cannot be read: {error.strerror}") for error in errors]
    if not (files or faults or links):
        faults = [SourceError(root, "the folder holds no files")]
    return Listing(root, tuple(files), tuple(faults), tuple(sorted(links)))


def unfollowed(listings: Sequence[Listing]) -> Iterator[SourceError]:
    """The links to folders whose files no listing holds."""
    for link in (link for listing in listings for link in listing.links):
        target = os.path.realpath(link)
        if not any(path.is_relative_to(target) for listing in listings for path in listing.files):
            yield SourceError(link, f"it is a link to a folder, and links are not followed; give {target} itself")


def is_gone(path: Path) -> bool:
    """Whether there is certainly no such file any more; one that cannot be looked at may still be there."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _walk(root: Path, errors: list[OSError], links: list[Path]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        # Path.is_symlink would raise in a folder that may be listed and not entered.
        links.extend(Path(folder, name) for name in folders if os.path.islink(Path(folder, name)))  # noqa: PTH114
        yield from (Path(folder, name) for name in names if not name.startswith(".") and name != CATALOGUE)


def check_name(path: Path) -> None:
    """Raise SourceError for a name that is no Unicode: no address could hold it."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        shown = Path(os.fsencode(path).decode("utf-8", "replace"))
        raise SourceError(shown, "its name is no valid Unicode; rename it") from error


def digest(path: Path) -> str:
    """SHA-256 of a file; empty where it cannot be read, or is a pipe or a device, which might never end."""
    try:
        if not path.is_file():
            return ""
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
