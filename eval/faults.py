"""Faults of files that people write: all of them are collected before any is told."""

import json
from pathlib import Path
from typing import Any

from corpus.errors import KaynakError


class DatasetError(KaynakError, ValueError):
    """Data that cannot be measured with; names every fault with its file and line."""


class Faults:
    """The faults found so far in the files of one dataset."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, path: Path, line: int | str, what: str) -> None:
        """Note a fault at a line, from 1, or at another place that a person can find."""
        self._found.append(f"{path}:{line}: {what}")

    def check(self) -> None:
        """Raise DatasetError with a line for each fault, if there is one."""
        if len(self._found) == 1:
            raise DatasetError(self._found[0])
        if self._found:
            raise DatasetError("\n  ".join([f"{len(self._found)} faults; nothing was read", *self._found]))


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark; raises DatasetError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{path}: {error.strerror or error}; give a file that can be read") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines that are not blank, each with its number from 1; raises DatasetError."""
    lines = read_text(path).split("\n")
    return [(number, line.removesuffix("\r")) for number, line in enumerate(lines, start=1) if line.strip()]


def read_json_lines(path: Path, faults: Faults) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file, each with its line; what is none is noted. Raises DatasetError without a file."""
    found = []
    for number, line in read_lines(path):
        try:
            record = json.loads(line)
        except ValueError as error:
            faults.add(path, number, f"no JSON: {error}")
            continue
        if isinstance(record, dict):
            found.append((number, record))
        else:
            faults.add(path, number, f"a JSON object is needed, here is {line[:40]}")
    return found
