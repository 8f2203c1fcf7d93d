"""What `kaynak eval run`, `report`, `compare`, `ablate`, `baseline` and `sentences` do."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.ablate import ablate, ablation_table
from eval.boundaries import BoundaryScore, score_sentences
from eval.catalogue import BY_NAME
from eval.compare import compare_runs
from eval.datasets import load_snippets
from eval.gate import Check, check_gate, read_baseline, write_baseline
from eval.measuring import measure, pipeline_for, select
from eval.reports import write_reports
from eval.runs import RUNS, StoredRun, load_run, newest_run
from eval.summary import NAMES, summarise
from eval.tables import comparison_table, gap_table, summary_table, time_table
from service.errors import UsageError
from service.settings import Settings
from service.terminal import build_progress


def run_run(settings: Settings, *, dataset: Path | None, documents: Sequence[Path], split: str, gate: Path | None) -> int:
    """Ask the questions of a split, print all figures, say where the run is kept; 1 if the gate does not let it pass."""
    baseline = read_baseline(gate) if gate else None
    run = _measured(settings, dataset, documents, split)
    summary = summarise(run)
    console = Console()
    console.print(summary_table(summary, f"{run.info.dataset}, {split}, encoder {run.info.index['encoder']}: mean (95%)"))
    if gaps := gap_table(summary):
        console.print(gaps)
    console.print(time_table(summary))
    print(f"kept as {settings.data / RUNS / run.info.id}; to read it: kaynak eval report {run.info.id}")
    return _pass_gate(check_gate(run, baseline)) if baseline else 0


def run_report(settings: Settings, names: Sequence[str], folder: Path | None) -> int:
    """Write the reports of some runs, or of the newest, into a folder (default: the first run's own)."""
    runs = [load_run(name, settings.data) for name in names] or [newest_run(settings.data)]
    for path in write_reports(runs, folder or settings.data / RUNS / runs[0].info.id):
        print(path)
    return 0


def run_compare(settings: Settings, names: Sequence[str]) -> int:
    """Print the differences of runs from the first of them."""
    first, *others = [load_run(name, settings.data) for name in names]
    console = Console()
    for run, found in groupby(compare_runs(first, others), key=lambda comparison: comparison.run):
        console.print(comparison_table(found, f"{run} against {first.info.id}"))
    return 0


def run_ablate(settings: Settings, *, dataset: Path | None, documents: Sequence[Path], split: str) -> int:
    """Print what each part of the pipeline is worth."""
    if dataset is not None and not documents:
        raise UsageError("passages of several sizes are compared: name the documents to index with --documents")
    with build_progress() as progress:
        runs = ablate(settings, select(dataset, split), documents, progress=progress)
    Console().print(ablation_table(runs))
    return 0


def run_baseline(
    settings: Settings, *, dataset: Path | None, documents: Sequence[Path], split: str, path: Path, reason: str
) -> int:
    """Make the figures of now the ones that the gate holds later runs to."""
    write_baseline(_measured(settings, dataset, documents, split), path, reason=reason)
    print(f"{path}: written; commit it together with what changed the figures")
    return 0


def run_sentences(*, failures: bool) -> int:
    """F1 of sentence boundaries, by language and split."""
    totals: dict[tuple[str, str], BoundaryScore] = defaultdict(lambda: BoundaryScore(0, 0, 0))
    counts: dict[tuple[str, str], int] = defaultdict(int)
    console = Console()
    for snippet, score in score_sentences(load_snippets()):
        for key in ((snippet.split, snippet.language), (snippet.split, "both")):
            totals[key] += score
            counts[key] += len(snippet.starts)
        if failures and (score.false or score.missed):
            console.print(f"{snippet.id} {snippet.split}: {score.false} invented, {score.missed} missed", highlight=False)
    table = Table(title="Sentence boundaries (test: kept apart from the making of the rules)", title_justify="left")
    for heading in ("split", "language", "sentences", "found", "invented", "missed", "F1"):
        table.add_column(heading)
    for (split, language), score in sorted(totals.items(), reverse=True):
        counted = (counts[split, language], score.hits, score.false, score.missed)
        table.add_row(split, language, *map(str, counted), f"{score.f1:.3f}")
    console.print(table)
    return 0


def _measured(settings: Settings, dataset: Path | None, documents: Sequence[Path], split: str) -> StoredRun:
    selection = select(dataset, split)
    with build_progress() as progress, pipeline_for(settings, dataset, documents, progress) as pipeline:
        return measure(pipeline, selection, settings, progress=progress)


def _pass_gate(checks: Sequence[Check]) -> int:
    table = Table(title="Against the baseline: gain (95%), at worst minus the margin", title_justify="left")
    for heading in ("language", "measure", "questions", "gain", "margin", ""):
        table.add_column(heading)
    for check in checks:
        measure, gain = BY_NAME[check.measure], check.gain
        figures = f"{measure.gap(gain.value)} ({measure.gap(gain.low)}, {measure.gap(gain.high)})"
        said = "passed" if check.passed else "FAILED"
        row = (NAMES[check.language], measure.title, str(gain.count), figures, measure.gap(-check.margin), said)
        table.add_row(*row)
    Console().print(table)
    failed = [f"{NAMES[check.language]} {BY_NAME[check.measure].title}" for check in checks if not check.passed]
    if failed:
        next_step = 'if this is meant, write a new baseline with `kaynak eval baseline --reason "..."`'
        print(f"kaynak: the gate is shut: {', '.join(failed)} may have got worse; {next_step}", file=sys.stderr)
    return 1 if failed else 0
