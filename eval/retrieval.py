"""Any BEIR collection through the shipped pipeline: documents ranked by their best passage, as a TREC run and figures."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from corpus.types import Language
from eval.formats.beir import Collection, read_collection
from eval.formats.dataset import file_names, write_texts
from eval.formats.trec import Run, write_run
from eval.ranking import RANKING_MEASURES, rank
from eval.runner import shipped_pipeline
from eval.significance import mean
from eval.summary import NAMES
from eval.types import Estimate
from eval.writing import check_place, whole_file
from service.pipeline import Pipeline
from service.settings import Settings
from service.terminal import build_progress

_DEPTH = 50  # passages asked for, at most as many documents
_SHOWN = {
    "nDCG@10": "ndcg@10", "RR@10": "rr@10", "AP": "ap", "R@1": "recall@1", "R@5": "recall@5", "R@10": "recall@10",
    "Success@1": "success@1", "Success@5": "success@5", "Success@10": "success@10", "Judged@10": "judged@10",
}  # fmt: skip


def run_retrieval(settings: Settings, dataset: Path, run_path: Path, report: Path | None) -> int:
    """Write the run and, if asked, the figures as JSON; print them for all questions and for each language."""
    for path in (run_path, report):
        if path:
            check_place(path)
    collection = read_collection(dataset)
    with build_progress() as progress, tempfile.TemporaryDirectory(prefix="kaynak-beir-") as folder:
        write_texts(collection.documents, Path(folder))
        with shipped_pipeline(settings, progress=progress, documents=[Path(folder)]) as pipeline:
            total = len(collection.qrels)
            run, languages = ask_collection(pipeline, collection, lambda done: progress("questions", done, total))
            encoder = pipeline.encoder.info.name
    write_run(run, run_path, f"kaynak-{Path(encoder).name}")
    figures = {"all": _figures(run, collection, list(run))}
    for language in NAMES:
        if asked := [query for query in run if languages[query] == language]:
            figures[language] = _figures(run, collection, asked)
    _show(figures, encoder)
    if report:
        content: dict[str, Any] = {name: _plain(figures[name]) for name in figures if name != "all"}
        with whole_file(report) as half:
            content = {"encoder": encoder, **_plain(figures["all"]), "languages": content}
            half.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return 0


def ask_collection(
    pipeline: Pipeline, collection: Collection, advance: Callable[[int], None]
) -> tuple[Run, dict[str, Language]]:
    """Ask every judged question; a document's score is that of its best passage. Returns the languages guessed as well.

    Documents of one text share every hit.
    """
    held: dict[str, list[str]] = defaultdict(list)
    for document, name in file_names(collection.documents).items():
        held[name].append(document)
    run: Run = {}
    languages: dict[str, Language] = {}
    for number, query in enumerate(collection.qrels, start=1):
        found = pipeline.search(collection.queries[query], top_k=_DEPTH)
        best: dict[str, float] = {}
        for hit in found.hits:
            for document in held[hit.document.document_id]:
                best[document] = max(hit.score, best.get(document, 0.0))
        run[query] = [(document, best[document]) for document in rank(best)]
        languages[query] = found.language
        advance(number)
    return run, languages


def _figures(run: Run, collection: Collection, queries: list[str]) -> dict[str, Estimate]:
    ranked = {query: [document for document, _ in run[query]] for query in queries}
    return {
        title: mean([RANKING_MEASURES[name](ranked[query], collection.qrels[query]) for query in queries])
        for title, name in _SHOWN.items()
    }


def _show(figures: Mapping[str, Mapping[str, Estimate]], encoder: str) -> None:
    table = Table(title=f"Documents ranked by their best passage, encoder {encoder}", title_justify="left")
    table.add_column("")
    for name, of in figures.items():
        counted = next(iter(of.values())).count
        table.add_column(f"{'all' if name == 'all' else NAMES['tr' if name == 'tr' else 'en']}: {counted}")
    for title in _SHOWN:
        table.add_row(
            title, *(f"{of[title].value:.3f} ({of[title].low:.3f}, {of[title].high:.3f})" for of in figures.values())
        )
    Console().print(table)


def _said(estimate: Estimate) -> str:
    value, low, high = (f"{figure:.3f}".removeprefix("0") for figure in (estimate.value, estimate.low, estimate.high))
    return f"{value} ({low}–{high})"


def _plain(figures: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {title: asdict(estimate) for title, estimate in figures.items()}
