"""A build beside an opening: files that it sweeps away between two looks at them are no reason for a traceback."""

import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from building import folder_of, prose, run

from index.errors import IndexDamaged
from index.generations import current_manifest
from index.opening import open_index
from index.segments import open_segment

# An audit hook cannot be taken away again, so there is one, and it does what is asked of it once.
_AT_OPENING: dict[str, Callable[[Path], object]] = {}


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _AT_OPENING and isinstance(arguments[0], str):
        for pattern in [pattern for pattern in _AT_OPENING if fnmatch(str(arguments[0]), pattern)]:
            _AT_OPENING.pop(pattern)(Path(arguments[0]))


@pytest.fixture(scope="module", autouse=True)
def hooked() -> Iterator[None]:
    sys.addaudithook(_hook)
    yield
    _AT_OPENING.clear()


def rebuild(data: Path, docs: Path) -> None:
    """Every text is another now, so the build sweeps all that was there."""
    for path in docs.iterdir():
        path.write_text(prose(f"Yeni {path.stem}"), encoding="utf-8")
    run(data, docs)


@pytest.mark.parametrize("pattern", ["*/segment-*.ids.npy", "*/segment-*.faiss", "*/lexical/*.idx", "*/lexical/meta.json"])
def test_an_opening_that_a_build_overtakes_opens_what_the_build_made(data: Path, docs: Path, pattern: str) -> None:
    run(data, docs)
    _AT_OPENING[pattern] = lambda _: rebuild(data, docs)
    index = open_index(data)
    assert not _AT_OPENING
    assert index.manifest == current_manifest(data)
    assert all(index.store.text(record.version).startswith("Yeni") for record in index.records.values())
    index.close()


@pytest.mark.parametrize("pattern", ["*/segment-*.ids.npy", "*/segment-*.faiss", "*/lexical/*.term", "*/lexical/meta.json"])
def test_a_file_that_goes_while_an_index_is_opened_is_told_by_its_name(data: Path, docs: Path, pattern: str) -> None:
    run(data, docs)
    gone: list[str] = []
    _AT_OPENING[pattern] = lambda path: (path.unlink(), gone.append(path.name))
    with pytest.raises(IndexDamaged, match=r"is missing.*run `kaynak build`") as caught:
        open_index(data)
    assert gone[0] in str(caught.value)


def test_a_segment_that_goes_after_its_checksum_was_read_is_damaged(data: Path, docs: Path) -> None:
    run(data, docs)
    [info] = current_manifest(data).segments

    def second(path: Path) -> None:
        _AT_OPENING["*/segment-*.ids.npy"] = Path.unlink
        assert path.exists()

    _AT_OPENING["*/segment-*.ids.npy"] = second
    with pytest.raises(IndexDamaged, match=r"ids\.npy.*it is missing"):
        open_segment(folder_of(data), info)
