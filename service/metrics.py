"""What the service counts and times, as text that Prometheus reads (prometheus.io/docs/instrumenting/exposition_formats)."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from service.recorder import Recorder
from service.routes import Live

router = APIRouter()
_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", response_class=PlainTextResponse, tags=["probes"])
def metrics(request: Request, pipeline: Live) -> PlainTextResponse:
    """Counters, gauges and stage times for Prometheus."""
    index = pipeline.index
    gauges = {"documents": len(index.records), "passages": len(index.shown)}
    return PlainTextResponse("".join(_lines(request.app.state.recorder, gauges)), media_type=_MEDIA_TYPE)


def _lines(recorder: Recorder, gauges: dict[str, int]) -> Iterator[str]:
    recent = recorder.summary()
    yield from _metric("questions_total", "counter", "Questions asked since the start.", {"": recent.asked})
    yield from _metric("answers_total", "counter", "Questions that were answered since the start.", {"": recent.answered})
    yield from _metric("uptime_seconds", "gauge", "Seconds since the start.", {"": round(recorder.uptime, 3)})
    for name, value in gauges.items():
        yield from _metric(name, "gauge", f"Number of {name} that can be found.", {"": value})
    quantiles = {
        f'{{stage="{stage}",quantile="{quantile}"}}': round(value / 1000, 6)
        for stage, times in recent.stages_ms.items()
        for quantile, value in (("0.5", times.p50), ("0.95", times.p95), ("1", times.max))
    }
    yield from _metric("stage_seconds", "summary", "How long the newest questions took, stage by stage.", quantiles)


def _metric(name: str, kind: str, told: str, values: dict[str, float]) -> Iterator[str]:
    """The lines of one metric; values by their labels."""
    yield f"# HELP kaynak_{name} {told}\n# TYPE kaynak_{name} {kind}\n"
    for labels, value in values.items():
        yield f"kaynak_{name}{labels} {value}\n"
