"""How long the recent questions took: kept in memory, without the questions."""

import threading
import time
from collections import deque
from collections.abc import Mapping

from service.page_schemas import RecentOut, StageOut

_WINDOW = 500
_SHOWN = 120  # totals that a small chart has room for


class Recorder:
    """Timings of the newest questions; safe to share between threads."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._timings: deque[Mapping[str, float]] = deque(maxlen=_WINDOW)
        self._asked = self._answered = 0

    def add(self, timings_ms: Mapping[str, float], *, answered: bool) -> None:
        """Note one question."""
        with self._lock:
            self._timings.append(timings_ms)
            self._asked += 1
            self._answered += answered

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def summary(self) -> RecentOut:
        """Percentiles by stage over the window, in milliseconds."""
        with self._lock:
            timings, asked, answered = list(self._timings), self._asked, self._answered
        stages = dict.fromkeys(stage for timing in timings for stage in timing)
        return RecentOut(
            asked=asked,
            answered=answered,
            window=len(timings),
            stages_ms={stage: _stage([timing[stage] for timing in timings if stage in timing]) for stage in stages},
            totals_ms=[timing["total"] for timing in timings[-_SHOWN:]],
        )


def _stage(values: list[float]) -> StageOut:
    ranked = sorted(values)
    p50, p95 = (ranked[min(len(ranked) - 1, int(share * len(ranked)))] for share in (0.5, 0.95))
    return StageOut(p50=round(p50, 2), p95=round(p95, 2), max=round(ranked[-1], 2))
