"""Milliseconds of each stage of one question."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Started when made; `timings` has each stage and the total."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what runs inside; a stage that runs again adds up."""
        started = time.perf_counter()
        yield
        self._stages[name] = self._stages.get(name, 0.0) + (time.perf_counter() - started) * 1000

    def timings(self) -> dict[str, float]:
        """Milliseconds of each stage so far, and in total since the start."""
        total = (time.perf_counter() - self._start) * 1000
        return {name: round(value, 3) for name, value in {**self._stages, "total": total}.items()}
