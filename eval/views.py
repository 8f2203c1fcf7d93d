"""What a report shows of a run, in the order it is read; how it looks is left to the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from corpus.text import fold
from corpus.types import Language
from eval.catalogue import MEASURES, Family, Measure
from eval.charts import whisker
from eval.diagnosis import GOOD, Verdict, faults, verdict
from eval.figures import Chart, charts_of
from eval.passages import covers
from eval.runs import Scores, StoredRun
from eval.summary import NAMES, Group, Summary, summarise
from eval.types import CitedSpan, Estimate, FoundPassage, Outcome, Question

_CITED = 5  # citations that a question shows

Cells = list[Estimate | None]


@dataclass(frozen=True, slots=True)
class Glance:
    """One of the opening figures, in every language."""

    measure: Measure
    cells: list[tuple[Language, Estimate | None]]
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Gaps:
    """Differences over the same facts, as rows of measure, estimate and drawing; all drawings reach from -limit to limit."""

    between: str
    limit: float
    rows: list[tuple[Measure, Estimate, Markup]]


@dataclass(frozen=True, slots=True)
class FullTable:
    """All figures: a column for each language and manner of asking, rows under their families."""

    columns: list[tuple[Language, list[Group]]]
    families: list[tuple[Family, list[tuple[Measure, Cells]]]]


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what opens under it; a citation with whether its passage covers a place that answers."""

    question: Question
    outcome: Outcome
    verdict: Verdict
    faults: list[str]
    citations: list[tuple[CitedSpan, bool]]
    scores: list[tuple[Measure, float]]
    words: str

    @property
    def good(self) -> bool:
        """Whether it ended as it should."""
        return self.verdict in GOOD


@dataclass(frozen=True, slots=True)
class View:
    """A run as it is shown, failures first."""

    stored: StoredRun
    glance: list[Glance]
    charts: list[Chart]
    gaps: list[Gaps]
    table: FullTable
    rows: list[Row]


def view_of(stored: StoredRun) -> View:
    """All that a report shows of a run."""
    summary = summarise(stored)
    asked = zip(stored.questions, stored.run.outcomes, stored.scores, strict=True)
    rows = sorted((_row(*one) for one in asked), key=lambda row: row.good)
    languages: list[Language] = list(summary.stages)
    glance = list(_glance(summary, languages))
    return View(stored, glance, charts_of(stored, summary), list(_gaps(summary)), _table(summary, languages), rows)


def _glance(summary: Summary, languages: Sequence[Language]) -> Iterator[Glance]:
    for measure in MEASURES:
        cells = [(language, _cell(summary.group(language), measure)) for language in languages]
        told = [(language, estimate) for language, estimate in cells if estimate]
        if measure.opens and told:
            yield Glance(measure, cells, whisker(told))


def _gaps(summary: Summary) -> Iterator[Gaps]:
    found = list(_named_gaps(summary))
    kept = [measure for measure in MEASURES if measure.opens or measure.name == "ndcg@10"]
    ends = [abs(end) for _, _, of in found for m in kept if m.name in of for end in (of[m.name].low, of[m.name].high)]
    limit = max(0.1, ceil(10 * max(ends, default=0.0)) / 10)
    for style, between, of in found:
        told = [(measure, of[measure.name]) for measure in kept if measure.name in of]
        drawn = [(measure, gap, whisker([(style, gap)], low=-limit, high=limit)) for measure, gap in told]
        yield Gaps(between, limit, drawn)


def _named_gaps(summary: Summary) -> Iterator[tuple[str, str, Mapping[str, Estimate]]]:
    """Style class, what it lies between, and the gap of each measure."""
    for language, of in summary.robustness.items():
        yield language, f"{NAMES[language]}, clean minus badly typed", of
    if summary.language_gap:
        yield "both", "Turkish minus English", summary.language_gap


def _table(summary: Summary, languages: Sequence[Language]) -> FullTable:
    columns = [(language, [group for group in summary.groups if group.language == language]) for language in languages]
    families: dict[Family, list[tuple[Measure, Cells]]] = {}
    for measure in MEASURES:
        cells = [_cell(group, measure) for _, groups in columns for group in groups]
        if any(cells):
            families.setdefault(measure.family, []).append((measure, cells))
    return FullTable(columns, list(families.items()))


def _cell(group: Group | None, measure: Measure) -> Estimate | None:
    return group.measures.get(measure.name) if group else None


def _row(question: Question, outcome: Outcome, scores: Scores) -> Row:
    pairs = zip(outcome.citations, outcome.passages, strict=True)
    return Row(
        question=question,
        outcome=outcome,
        verdict=verdict(question, outcome, scores),
        faults=faults(question, outcome, scores),
        citations=[(citation, _covers_any(passage, question)) for citation, passage in pairs][:_CITED],
        scores=[(measure, scores[measure.name]) for measure in MEASURES if measure.name in scores],
        words=fold(" ".join([question.id, question.question, outcome.answer or "", *question.answers])),
    )


def _covers_any(passage: FoundPassage, question: Question) -> bool:
    return any(covers(passage, place) for place in question.evidence)
