"""`kaynak bench`: speed and size of the shipped service, measured from outside through its HTTP door."""

import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from rich.console import Console
from rich.table import Table

from eval.datasets import load_questions
from eval.synthetic import synthetic_questions, write_collection
from index.building import build
from service.bootstrap import encoder_for_build
from service.errors import UsageError
from service.settings import DOCUMENTS, Settings
from service.terminal import build_progress

_WARM_UP = 10
_ROUNDS = 300  # questions asked of each collection


@dataclass(frozen=True, slots=True)
class Measurement:
    """Figures of one collection; milliseconds are (p50, p95)."""

    collection: str
    passages: int
    built_passages_per_second: float | None
    ready_seconds: float
    rss_mb: float
    bytes_per_passage: float
    stages_ms: dict[str, tuple[float, float]]


def run_bench(settings: Settings, *, passages: int, report: Path | None) -> int:
    """Measure the five documents and a synthetic collection; print a table and, if asked, write JSON."""
    real = [question.question for question in load_questions()]
    measured = [_measure("five documents", settings, settings.data / "bench-five", DOCUMENTS, real)]
    if passages:
        folder = settings.data / f"bench-{passages}"
        _write_synthetic(folder / "documents", passages)
        measured.append(_measure("synthetic", settings, folder, folder / "documents", synthetic_questions(_ROUNDS)))
    _show(measured)
    if report:
        report.write_text(json.dumps([asdict(m) for m in measured], indent=2) + "\n", encoding="utf-8")
    return 0


def _write_synthetic(folder: Path, passages: int) -> None:
    if not folder.is_dir():
        half = folder.with_name("documents.new")
        with build_progress() as progress:
            for done in write_collection(half, passages):
                progress("writing", done, passages)
        half.rename(folder)


def _measure(name: str, settings: Settings, data: Path, documents: Path, questions: Sequence[str]) -> Measurement:
    own = settings.model_copy(update={"data": data})
    started = time.perf_counter()
    with build_progress() as progress:
        encoder = encoder_for_build(own, None)
        report = build(data, [documents], encoder=lambda _: encoder, progress=progress)
    seconds = time.perf_counter() - started
    with _service(data) as (process, address, ready):
        stages = _ask_all(address, questions)
        rss = psutil.Process(process.pid).memory_info().rss
    size = sum(path.stat().st_size for path in _index_files(data))
    return Measurement(
        collection=name,
        passages=report.passages,
        built_passages_per_second=round(report.passages / seconds, 1) if report.encoded == report.passages else None,
        ready_seconds=round(ready, 2),
        rss_mb=round(rss / 2**20, 1),
        bytes_per_passage=round(size / report.passages, 1),
        stages_ms={stage: _percentiles(times) for stage, times in stages.items()},
    )


@contextmanager
def _service(data: Path) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """A service process of its own, its address, and the seconds until it was ready."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise UsageError(f"the service to measure did not start (exit code {process.wait()})")
            address = line.split()[-1]
            urllib.request.urlopen(f"{address}/readyz", timeout=60).close()
            yield process, address, time.perf_counter() - started
        finally:
            process.terminate()


def _ask_all(address: str, questions: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of every stage, as the service reports them, and of the whole request as the client sees it."""
    stages: dict[str, list[float]] = {}
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        connection.connect()
        # http.client sends head and body apart; without this the kernel holds the body back for 40 ms.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(_WARM_UP + _ROUNDS):
            body = json.dumps({"question": questions[number % len(questions)]})
            started = time.perf_counter()
            connection.request("POST", "/v1/ask", body, {"content-type": "application/json"})
            reply = connection.getresponse().read()
            seen = {"http": (time.perf_counter() - started) * 1000}
            if number >= _WARM_UP:
                for stage, milliseconds in {**json.loads(reply)["timings_ms"], **seen}.items():
                    stages.setdefault(stage, []).append(milliseconds)
    return stages


def _percentiles(times: list[float]) -> tuple[float, float]:
    return round(statistics.median(times), 2), round(statistics.quantiles(times, n=20)[-1], 2)


def _index_files(data: Path) -> list[Path]:
    return [path for path in data.rglob("*") if path.is_file() and "documents" not in path.relative_to(data).parts[:-1]]


def _show(measured: Sequence[Measurement]) -> None:
    table = Table(title="kaynak bench (p50 / p95 in milliseconds)", title_justify="left")
    table.add_column("figure")
    for measurement in measured:
        table.add_column(f"{measurement.collection}, {measurement.passages:,} passages")
    stages = list(measured[0].stages_ms)
    for stage in stages:
        table.add_row(f"ask: {stage}", *("{} / {}".format(*m.stages_ms.get(stage, ("-", "-"))) for m in measured))
    table.add_row("build, passages a second", *(str(m.built_passages_per_second or "kept from before") for m in measured))
    table.add_row("start to ready, seconds", *(str(m.ready_seconds) for m in measured))
    table.add_row("memory (RSS), MB", *(str(m.rss_mb) for m in measured))
    table.add_row("bytes a passage on disk", *(str(m.bytes_per_passage) for m in measured))
    Console().print(table)
