"""Whether the files of a tantivy index are what it wrote: it signs each with a checksum that it does not check by itself."""

import json
import re
import zlib
from pathlib import Path

_MAGIC = 1337
_SIGNED = re.compile(r"[0-9a-f]{32}(?:\.\d+)?\.[a-z]+")
_OF_A_SEGMENT = ("fast", "fieldnorm", "idx", "store", "term")


def check_files(folder: Path) -> None:
    """Raise ValueError naming the file that is missing or changed; an empty folder is sound.

    The footer is JSON with the CRC-32 of what stands before it, then its own length and a magic number, both in four bytes
    (tantivy's `directory/footer.rs`).
    """
    try:
        _check_files(folder)
    except FileNotFoundError as error:
        # Between two looks at it a build may have swept it away.
        raise ValueError(f"{Path(error.filename).name} is missing") from error


def _check_files(folder: Path) -> None:
    meta = folder / "meta.json"
    if not meta.is_file():
        return
    for segment in json.loads(meta.read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        for kind in _OF_A_SEGMENT:
            if not (folder / f"{name}.{kind}").is_file():
                raise ValueError(f"{name}.{kind} is missing")
        for path in folder.glob(f"{name}.*"):
            if _SIGNED.fullmatch(path.name) and not _sound(path.read_bytes()):
                raise ValueError(f"the checksum of {path.name} does not fit")


def _sound(content: bytes) -> bool:
    size, magic = (int.from_bytes(content[start:end] or b"", "little") for start, end in ((-8, -4), (-4, None)))
    if magic != _MAGIC or size > len(content) - 8:
        return False
    body, footer = content[: -8 - size], content[-8 - size : -8]
    try:
        return bool(json.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
