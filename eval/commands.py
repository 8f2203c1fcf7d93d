"""What `kaynak eval` does."""

import json
import tempfile
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.beir import read_collection, run_queries, write_documents, write_run
from eval.datasets import load_questions, load_snippets
from eval.metrics import BoundaryScore, mean, ndcg_at, success_at
from eval.runner import first_relevant_ranks, score_sentences, shipped_pipeline
from service.errors import UsageError
from service.settings import Settings
from service.terminal import build_progress

_DEPTH = 10


def run_questions(settings: Settings, *, failures: bool) -> int:
    """Success@k of the gold questions, by language and split, with intervals."""
    questions = load_questions()
    with build_progress() as progress, shipped_pipeline(settings, progress=progress) as pipeline:
        encoder = pipeline.encoder.info.name
        ranks = first_relevant_ranks(
            pipeline, questions, depth=_DEPTH, advance=lambda done: progress("questions", done, len(questions))
        )
    table = Table(title=f"Passages that cover the evidence, encoder {encoder}", title_justify="left")
    for heading in ("language", "split", "questions", "success@1", "success@5", "success@10"):
        table.add_column(heading)
    groups = defaultdict(list)
    for question, rank in zip(questions, ranks, strict=True):
        for split in (question.split, "all"):
            groups[question.language, split].append(rank)
    for (language, split), group in sorted(groups.items(), reverse=True):
        table.add_row(language, split, str(len(group)), *(str(success_at(k, group)) for k in (1, 5, 10)))
    console = Console()
    console.print(table)
    if failures:
        for question, rank in zip(questions, ranks, strict=True):
            if rank is None or rank > 5:
                console.print(f"{question.id} {question.language} {question.split}: {question.question}", highlight=False)
    return 0


def run_retrieval(settings: Settings, dataset: Path, run_path: Path, report: Path | None) -> int:
    """Any BEIR collection through the shipped pipeline: a TREC run, nDCG@10, R@1, R@5 and their intervals."""
    for path in (run_path, report):
        if path and not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to write {path.name} into; make it first")
    collection = read_collection(dataset)
    with build_progress() as progress, tempfile.TemporaryDirectory(prefix="kaynak-beir-") as folder:
        names = write_documents(collection, Path(folder))
        with shipped_pipeline(settings, progress=progress, documents=[Path(folder)]) as pipeline:
            run = run_queries(pipeline, collection, names, lambda done: progress("questions", done, len(collection.qrels)))
            encoder = pipeline.encoder.info.name
    write_run(run, run_path, f"kaynak-{encoder.rpartition('/')[2]}")
    ranked = {query: [document for document, _ in found] for query, found in run.items()}
    measured = {
        "nDCG@10": mean([ndcg_at(10, ranked[query], gains) for query, gains in collection.qrels.items()]),
        **{f"R@{k}": mean([_recall(k, ranked[q], gains) for q, gains in collection.qrels.items()]) for k in (1, 5)},
    }
    for name, estimate in measured.items():
        print(f"{name:8} {estimate}  of {estimate.count} questions, encoder {encoder}")
    if report:
        content = {name: asdict(estimate) for name, estimate in measured.items()}
        report.write_text(json.dumps({"encoder": encoder, **content}, indent=2) + "\n", encoding="utf-8")
    return 0


def _recall(k: int, ranked: list[str], gains: dict[str, int]) -> float:
    return len(gains.keys() & set(ranked[:k])) / len(gains)


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
