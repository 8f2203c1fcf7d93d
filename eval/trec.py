"""`kaynak eval trec`: runs of any system against TREC qrels, with intervals, and each against the first."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.faults import DatasetError
from eval.formats.trec import Qrels, read_qrels, read_run
from eval.ranking import RANKING_MEASURES
from eval.significance import compare, holm, mean
from eval.types import Estimate

Values = dict[str, list[float]]
"""Measure -> value of each judged question, in the order of the qrels."""


def run_trec(qrels_path: Path, run_paths: Sequence[Path]) -> int:
    """Print every ranking measure of the runs; raises DatasetError for broken files, and for runs with gaps."""
    qrels = read_qrels(qrels_path)
    if not qrels:
        raise DatasetError(f"{qrels_path}: it judges nothing; there is nothing to measure")
    measured = [score_run(path, qrels) for path in run_paths]
    table = Table(
        title=f"{len(qrels)} questions of {qrels_path.name}: mean (95%), difference, p (Holm)", title_justify="left"
    )
    for heading in ("", *(path.name for path in run_paths)):
        table.add_column(heading)
    for name in RANKING_MEASURES:
        first, *others = (values[name] for values in measured)
        table.add_row(name, _estimate(mean(first)), *_against(first, others))
    Console().print(table)
    return 0


def score_run(path: Path, qrels: Qrels) -> Values:
    """Ranking measures of every judged question of a run file; raises DatasetError, also where it leaves one out."""
    run = read_run(path, queries=qrels)
    ranked = {query: [document for document, _ in run[query]] for query in qrels}
    return {
        name: [measure(ranked[query], gains) for query, gains in qrels.items()] for name, measure in RANKING_MEASURES.items()
    }


def _against(first: Sequence[float], others: Sequence[Sequence[float]]) -> list[str]:
    differences = [compare(values, first) for values in others]
    adjusted = holm({str(number): difference.p for number, difference in enumerate(differences)})
    return [
        f"{_estimate(mean(values))}\n{difference.value:+.3f} ({difference.low:+.3f}, {difference.high:+.3f}), p {p:.4f}"
        for values, difference, p in zip(others, differences, adjusted.values(), strict=True)
    ]


def _estimate(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} ({estimate.low:.3f}, {estimate.high:.3f})"
