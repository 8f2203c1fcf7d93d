"""What can go wrong with a run, a baseline or the gate. Every error names the value and the next step."""

from pathlib import Path

from corpus.errors import KaynakError


class RunMissing(KaynakError, FileNotFoundError):
    """There is no such run."""

    def __init__(self, run: str, folder: Path) -> None:
        known = sorted(path.name for path in folder.glob("*") if path.is_dir() and not path.name.startswith("."))
        there = f"there are {', '.join(known)}" if known else "make one with `kaynak eval run`"
        super().__init__(f"there is no run {run or 'yet'} in {folder}; {there}")


class RunDamaged(KaynakError, ValueError):
    """A stored run lacks a file or holds one that cannot be read."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"the run at {path} is damaged ({fault}): delete the folder and run `kaynak eval run` again")


class NotComparable(KaynakError, ValueError):
    """Two runs that do not answer the same questions over the same documents."""


class BaselineRefused(KaynakError, ValueError):
    """There is no baseline, or one of another corpus or of other questions."""
