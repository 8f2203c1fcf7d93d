"""A run as figures: each language apart, each manner of asking apart, every mean with its interval and count."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.types import Language
from eval import abstention
from eval.catalogue import MEASURES
from eval.confidence import set_estimates
from eval.runs import Scores, StoredRun
from eval.scoring import decision_of
from eval.significance import mean
from eval.types import Estimate, Outcome, Question

NAMES: dict[Language, str] = {"tr": "Turkish", "en": "English"}
CLEAN, BADLY_TYPED = "clean", "badly typed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what came of it."""

    question: Question
    outcome: Outcome
    scores: Scores


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one language asked in one manner: `clean`, one of the other styles, or all of those, `badly typed`."""

    language: Language
    style: str
    questions: int
    measures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Curves:
    """Risk at each coverage, and (mean confidence, share right, count) of each bin of confidence."""

    risk_coverage: tuple[tuple[float, float], ...]
    reliability: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of a run.

    `robustness` is clean minus badly typed and `language_gap` Turkish minus English, each on the same facts, by measure;
    `stages` holds median and 95th percentile in milliseconds of each stage, by language.
    """

    groups: tuple[Group, ...]
    robustness: Mapping[Language, Mapping[str, Estimate]]
    language_gap: Mapping[str, Estimate]
    stages: Mapping[Language, Mapping[str, tuple[float, float]]]
    curves: Mapping[Language, Curves]

    def group(self, language: Language, style: str = CLEAN) -> Group | None:
        """The group of a language and a manner of asking, if a question is in it."""
        return next((group for group in self.groups if (group.language, group.style) == (language, style)), None)


def summarise(stored: StoredRun) -> Summary:
    """All figures of a run; deterministic."""
    asked = [Asked(*row) for row in zip(stored.questions, stored.run.outcomes, stored.scores, strict=True)]
    by_language = {language: [one for one in asked if one.question.language == language] for language in NAMES}
    by_language = {language: found for language, found in by_language.items() if found}
    clean = {language: [one for one in found if one.question.style == CLEAN] for language, found in by_language.items()}
    return Summary(
        groups=tuple(group for language, found in by_language.items() for group in _groups(language, found)),
        robustness={language: gap for language, found in by_language.items() if (gap := _robustness(found))},
        language_gap=_gap(_by_fact(clean.get("tr", ())), _by_fact(clean.get("en", ()))),
        stages={language: _stages(found) for language, found in by_language.items()},
        curves={language: _curves(found) for language, found in clean.items() if found},
    )


def _groups(language: Language, asked: Sequence[Asked]) -> Iterator[Group]:
    by_style: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        by_style[one.question.style].append(one)
    bad = [one for one in asked if one.question.style != CLEAN]
    styles = {CLEAN: by_style.pop(CLEAN, []), BADLY_TYPED: bad, **dict(sorted(by_style.items()))}
    for style, found in styles.items():
        if found:
            yield Group(language, style, len(found), _measures(found))


def _measures(asked: Sequence[Asked]) -> dict[str, Estimate]:
    """Means of what each question was given, and the figures that only a set of questions has."""
    values: dict[str, list[float]] = defaultdict(list)
    for one in asked:
        for name, value in one.scores.items():
            values[name].append(value)
    found = {name: mean(of_questions) for name, of_questions in values.items()}
    found |= set_estimates([decision_of(one.question, one.outcome) for one in asked])
    return {measure.name: found[measure.name] for measure in MEASURES if measure.name in found}


def _robustness(asked: Sequence[Asked]) -> dict[str, Estimate]:
    """Clean minus badly typed: each fact's badly typed wordings together against its clean one."""
    bad = _by_fact([one for one in asked if one.question.style != CLEAN])
    return _gap(_by_fact([one for one in asked if one.question.style == CLEAN]), bad)


def _by_fact(asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """Fact -> measure -> mean over the wordings given."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in asked:
        for name, value in one.scores.items():
            if one.question.fact:
                found[one.question.fact][name].append(value)
    return {fact: {name: sum(values) / len(values) for name, values in scores.items()} for fact, scores in found.items()}


def _gap(first: Mapping[str, Scores], second: Mapping[str, Scores]) -> dict[str, Estimate]:
    """First minus second over the facts that both have, with the interval of the difference."""
    pairs: dict[str, list[float]] = defaultdict(list)
    for fact in sorted(first.keys() & second.keys()):
        for name in first[fact].keys() & second[fact].keys():
            pairs[name].append(first[fact][name] - second[fact][name])
    return {measure.name: mean(pairs[measure.name]) for measure in MEASURES if measure.name in pairs}


def _stages(asked: Sequence[Asked]) -> dict[str, tuple[float, float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for one in asked:
        for stage, milliseconds in one.outcome.timings_ms.items():
            times[stage].append(milliseconds)
    return {stage: (float(np.median(of)), float(np.quantile(of, 0.95))) for stage, of in times.items()}


def _curves(asked: Sequence[Asked]) -> Curves:
    decisions = [decision_of(one.question, one.outcome) for one in asked]
    bins = abstention.reliability(decisions)
    return Curves(
        tuple(abstention.risk_coverage(decisions)), tuple((bin_.confidence, bin_.accuracy, bin_.count) for bin_ in bins)
    )
