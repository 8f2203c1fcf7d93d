"""Runs against each other on the same questions: paired differences, each language apart, corrected for their number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.types import Language
from eval.catalogue import MEASURES
from eval.errors import NotComparable
from eval.provenance import SEED
from eval.runs import StoredRun
from eval.significance import compare, holm, mean
from eval.summary import BADLY_TYPED, CLEAN, NAMES
from eval.types import Difference, Estimate, Question


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of one run against the first, over the questions of one language and manner of asking.

    `difference.p` is of this comparison alone; `p_holm` is adjusted for all the runs compared with the first.
    """

    run: str
    language: Language
    style: str
    measure: str
    old: Estimate
    new: Estimate
    difference: Difference
    p_holm: float


def compare_runs(first: StoredRun, others: Sequence[StoredRun]) -> list[Comparison]:
    """Every other run minus the first, for every measure that both gave to the same questions.

    Raises NotComparable where they asked other questions or other documents.
    """
    for other in others:
        check_comparable(first, other)
    found = [comparison for other in others for comparison in _differences(first, other)]
    tests: dict[tuple[str, str, str], dict[str, float]] = {}
    for one in found:
        tests.setdefault((one.language, one.style, one.measure), {})[one.run] = one.difference.p
    adjusted = {key: holm(p_values) for key, p_values in tests.items()}
    return [replace(one, p_holm=adjusted[one.language, one.style, one.measure][one.run]) for one in found]


def check_comparable(first: StoredRun, other: StoredRun) -> None:
    """Raise NotComparable unless both runs asked the same questions about the same documents."""
    for what in ("corpus", "dataset", "split"):
        one, two = getattr(first.info, what), getattr(other.info, what)
        if one != two:
            advice = "run both on one dataset and split over the same documents"
            raise NotComparable(f"{first.info.id} and {other.info.id} cannot be compared: {what} {one} and {two}; {advice}")


def style_of(question: Question) -> str:
    """`clean` or `badly typed`."""
    return CLEAN if question.style == CLEAN else BADLY_TYPED


def _differences(first: StoredRun, other: StoredRun) -> Iterator[Comparison]:
    old, new = first.by_id, other.by_id
    for language in NAMES:
        for style in (CLEAN, BADLY_TYPED):
            asked = [q.id for q in first.questions if q.language == language and style_of(q) == style]
            for measure in MEASURES:
                ids = [i for i in asked if measure.name in old[i] and measure.name in new[i]]
                if ids:
                    before, after = ([scores[i][measure.name] for i in ids] for scores in (old, new))
                    difference = compare(after, before, seed=SEED)
                    yield Comparison(
                        other.info.id, language, style, measure.name, mean(before), mean(after), difference, difference.p
                    )
