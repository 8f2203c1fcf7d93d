"""The charts of a run: how deep one must look, what confidence is worth, and how long it takes."""

from collections.abc import Iterator

from markupsafe import Markup

from eval.charts import Axis, Series, bar_chart, line_chart
from eval.runs import StoredRun
from eval.significance import mean
from eval.summary import CLEAN, NAMES, Summary

_DEPTH = 10
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_FEW = 3  # decisions in a bin below which its dot would be noise

Chart = tuple[str, str, Markup]
"""Title, what it tells, drawing."""


def charts_of(stored: StoredRun, summary: Summary) -> list[Chart]:
    """The charts that the run has data for."""
    return [*_success(stored), *_risk_coverage(summary), *_reliability(summary), *_latency(summary)]


def _success(stored: StoredRun) -> Iterator[Chart]:
    series = []
    for language, name in NAMES.items():
        asked = [q.id for q in stored.questions if q.language == language and q.style == CLEAN]
        reciprocal = [stored.by_id[i]["rr@10"] for i in asked if "rr@10" in stored.by_id[i]]
        if reciprocal:
            depths = range(1, _DEPTH + 1)
            found = [mean([float(0 < 1 / k <= value + 1e-9) for value in reciprocal]) for k in depths]
            points = tuple((float(k), estimate.value) for k, estimate in zip(depths, found, strict=True))
            series.append(Series(language, name, points, tuple((estimate.low, estimate.high) for estimate in found)))
    if series:
        x = Axis("passages looked at (k)", 1, _DEPTH, tuple(map(float, range(1, _DEPTH + 1))), percent=False)
        lowest = min(low for line in series for low, _ in line.bands)
        low = 0.5 if lowest >= 0.5 else 0.0
        marks = tuple(mark for mark in (0.0, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0) if _fits(mark, low))
        tells = "Share of questions with a place that answers among the first k passages, with 95% intervals."
        yield "Success@k", tells, line_chart("Success at k", series, x, Axis("success", low, 1, marks))


def _fits(mark: float, low: float) -> bool:
    return mark in _QUARTERS if low == 0 else mark >= low and mark != 0.75


def _risk_coverage(summary: Summary) -> Iterator[Chart]:
    series = [Series(language, NAMES[language], of.risk_coverage) for language, of in summary.curves.items()]
    if any(line.points for line in series):
        x, y = Axis("coverage", 0, 1, _QUARTERS), Axis("risk", 0, 1, _QUARTERS)
        tells = "Share of wrong answers if only the surest are given. Unanswerable questions always count as wrong."
        yield "Risk and coverage", tells, line_chart("Risk at each coverage", series, x, y, dots=False)


def _reliability(summary: Summary) -> Iterator[Chart]:
    series = [
        Series(language, NAMES[language], tuple((sure, right) for sure, right, count in of.reliability if count >= _FEW))
        for language, of in summary.curves.items()
    ]
    if any(line.points for line in series):
        x, y = Axis("confidence", 0, 1, _QUARTERS), Axis("share right", 0, 1, _QUARTERS)
        tells = f"Share of right answers at each confidence; on the dashed line it keeps its word. Bins of {_FEW} or more."
        yield "Reliability", tells, line_chart("Reliability of the confidence", series, x, y, diagonal=True)


def _latency(summary: Summary) -> Iterator[Chart]:
    language = next(iter(summary.stages), None)
    if language and summary.stages[language]:
        rows = [(stage, *times) for stage, times in summary.stages[language].items()]
        tells = f"Milliseconds a question, median and 95th percentile, {NAMES[language]} questions, ten passages."
        yield "Time", tells, bar_chart("Time of each stage", rows, unit="ms")
