"""What each part is worth: the shipped pipeline with one part changed, on the same questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.table import Table

from corpus.types import Language
from eval.catalogue import BY_NAME
from eval.compare import Comparison, compare_runs
from eval.measuring import Selection, measure
from eval.runner import shipped_pipeline
from eval.runs import StoredRun
from eval.summary import CLEAN, NAMES, summarise
from index.ingest import Progress
from index.retriever import DEPTH, LATE_WEIGHTS, WEIGHTS, Weights
from service.pipeline import Pipeline
from service.settings import DOCUMENTS, Settings

_SHIPPED = "as shipped"
_FIELDS = ("prefix", "word", "gram", "heading")
_DEPTHS = (16, 32, 128)
_SIZES = (500, 1400)
_SHOWN = ("success@1", "success@5", "ndcg@10", "right")
_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Variant:
    """The shipped pipeline with other weights or another depth."""

    name: str
    weights: Mapping[Language, Weights]
    depth: int = DEPTH


def ablate(
    settings: Settings, selection: Selection, documents: Sequence[Path], *, progress: Progress
) -> dict[str, StoredRun]:
    """A run for the pipeline as it ships, first, and for each change to it: legs, analysis, rerank depth, passage size."""
    documents = documents or [DOCUMENTS]
    runs: dict[str, StoredRun] = {}
    with shipped_pipeline(settings, progress=progress, documents=documents) as pipeline:
        runs[_SHIPPED] = measure(pipeline, selection, settings, progress=progress)
        for variant in variants(pipeline):
            changed = pipeline.varied(weights=variant.weights, depth=variant.depth)
            runs[variant.name] = measure(
                changed, selection, settings, progress=_named(progress, variant.name), variant=_said(variant)
            )
    for size in _SIZES:
        name = f"passages of {size} characters"
        own = settings.model_copy(update={"passage_size": size})
        with shipped_pipeline(own, progress=_named(progress, name), documents=documents) as pipeline:
            runs[name] = measure(pipeline, selection, settings, progress=_named(progress, name))
    return runs


def variants(pipeline: Pipeline) -> Iterator[Variant]:
    """Every change that makes sense for the pipeline's encoder; without token vectors nothing is reranked."""
    late = bool(pipeline.encoder.info.token_dimensions)
    shipped = LATE_WEIGHTS if late else WEIGHTS
    unread = {language: replace(weights, read=0.0) for language, weights in shipped.items()}
    yield Variant("lexical leg alone", _legs(unread, {"lexical": 1.0, "dense": 0.0}))
    yield Variant("dense leg alone", _legs(unread, {"lexical": 0.0, "dense": 1.0}))
    if late:
        yield Variant("both legs, not reranked", {of: replace(w, order=w.candidates) for of, w in unread.items()})
        alone = {"lexical": 0.0, "dense": 0.0, "maxsim": 1.0}
        yield Variant("order by MaxSim alone", {of: replace(w, order=alone) for of, w in unread.items()})
        yield Variant("no cross-encoder", unread)
        for depth in _DEPTHS:
            yield Variant(f"{depth} passages reranked", shipped, depth)
    for field in _FIELDS:
        yield Variant(f"no {field} terms", _fields(shipped, [other for other in _FIELDS if other != field]))
    for field in ("prefix", "word", "gram"):
        yield Variant(f"{field} terms alone", _fields(shipped, [field]))


def ablation_table(runs: Mapping[str, StoredRun]) -> Table:
    """A row a variant: figures of each language, the difference from the shipped pipeline, and the time of a question.

    A star marks differences with p < 0.05 in a paired randomisation test, adjusted after Holm for all variants.
    """
    first, *others = runs.values()
    compared = {(one.run, one.language, one.measure): one for one in compare_runs(first, others) if one.style == CLEAN}
    languages = [language for language in NAMES if any(question.language == language for question in first.questions)]
    table = Table(title="The shipped pipeline with one part changed (* p < 0.05, Holm)", title_justify="left")
    columns = [(language, name) for language in languages for name in _SHOWN]
    for heading in ("", *(f"{language.upper()} {BY_NAME[name].title}" for language, name in columns), "ms"):
        table.add_column(heading)
    for name, run in runs.items():
        summary = summarise(run)
        cells = []
        for language, shown in columns:
            group = summary.group(language)
            estimate = group.measures.get(shown) if group else None
            figure = BY_NAME[shown].figure(estimate.value) if estimate else ""
            cells.append(f"{figure}{_change(compared.get((run.info.id, language, shown)))}")
        middle = max((stages["total"][0] for stages in summary.stages.values() if "total" in stages), default=0.0)
        table.add_row(name, *cells, f"{middle:.1f}")
    return table


def _change(one: Comparison | None) -> str:
    if one is None or one.difference.value == 0:
        return ""
    return f" {BY_NAME[one.measure].gap(one.difference.value)}{'*' if one.p_holm < _SIGNIFICANT else ''}"


def _legs(shipped: Mapping[Language, Weights], legs: Mapping[str, float]) -> dict[Language, Weights]:
    return {language: replace(weights, candidates=legs, order=legs) for language, weights in shipped.items()}


def _fields(shipped: Mapping[Language, Weights], kept: Sequence[str]) -> dict[Language, Weights]:
    return {
        language: replace(weights, fields={field: weights.fields[field] for field in kept})
        for language, weights in shipped.items()
    }


def _said(variant: Variant) -> dict[str, object]:
    weights = {language: asdict(of) for language, of in variant.weights.items()}
    return {"variant": variant.name, "weights": weights, "depth": variant.depth}


def _named(progress: Progress, name: str) -> Progress:
    return lambda stage, done, total: progress(f"{name}: {stage}", done, total)
