"""The measures that reports show: what each is called, which family it belongs to, and what it tells, in one line."""

from dataclasses import dataclass
from typing import Literal

from eval.types import Estimate

Family = Literal["passages", "answers", "citations", "knowing when not to answer", "disagreeing sources"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its key in scores and by its title, and what it tells.

    `opens` puts it at the head of a report, `lower` says that less is better, `percent` that it is a share of questions.
    """

    name: str
    title: str
    family: Family
    tells: str
    opens: bool = False
    lower: bool = False
    percent: bool = True

    def figure(self, value: float) -> str:
        """A value as it is written: 95.5% or .953."""
        return f"{value:.1%}" if self.percent else f"{value:.3f}".replace("0.", ".", 1)

    def interval(self, estimate: Estimate) -> str:
        """An estimate's interval as it is written: 88.3–98.7% or .698–.844."""
        return f"{self.figure(estimate.low).removesuffix('%')}–{self.figure(estimate.high)}"

    def gap(self, value: float) -> str:
        """A difference of two values as it is written, with its sign: in points where the values are shares."""
        said = f"{value * 100:+.1f}" if self.percent else f"{value:+.3f}".replace("0.", ".", 1)
        return said.replace("-", "−")


MEASURES: tuple[Measure, ...] = (
    Measure("success@1", "Success@1", "passages", "the first passage covers a place that answers", opens=True),
    Measure("success@5", "Success@5", "passages", "one of the first five passages covers a place that answers", opens=True),
    Measure("success@10", "Success@10", "passages", "one of the first ten passages covers a place that answers"),
    Measure("recall@5", "R@5", "passages", "share of the places that answer, covered by the first five passages"),
    Measure("recall@10", "R@10", "passages", "share of the places that answer, covered by the first ten passages"),
    Measure("rr@10", "RR@10", "passages", "1 / rank of the first passage that covers a place that answers", percent=False),
    Measure(
        "ndcg@10",
        "nDCG@10",
        "passages",
        "gain of the places covered, discounted by rank, by the best there could be",
        percent=False,
    ),
    Measure("ap", "AP", "passages", "precision where each place is first covered, averaged over the places", percent=False),
    Measure("right", "Right", "answers", "the answer holds what was asked for, and all items of a list", opens=True),
    Measure("contains", "Contains", "answers", "an accepted form stands in the answer"),
    Measure("em", "EM", "answers", "the answer is an accepted form, as SQuAD compares them"),
    Measure("f1", "F1", "answers", "words shared with the nearest accepted form, as SQuAD counts them", percent=False),
    Measure("em-tr", "EM, Turkish", "answers", "the same by Turkish casing, suffixes and punctuation"),
    Measure("f1-tr", "F1, Turkish", "answers", "the same by Turkish casing, suffixes and punctuation", percent=False),
    Measure("value", "Value", "answers", "the number or the date is the one asked for, however it is written"),
    Measure("items", "Items", "answers", "share of a list's items that the answer names"),
    Measure(
        "places",
        "Places quoted",
        "answers",
        "places that an answer quotes: two where they are nearly as likely",
        lower=True,
        percent=False,
    ),
    Measure("valid", "Citations valid", "citations", "every cited text is the document's own at its offsets", opens=True),
    Measure("page", "Pages right", "citations", "every cited page is the one its characters stand on"),
    Measure("cited precision", "Cited, precision", "citations", "share of the cited characters that belong to such a place"),
    Measure("cited recall", "Cited, recall", "citations", "share of a place that answers that is cited", opens=True),
    Measure("coverage", "Coverage", "knowing when not to answer", "questions that got an answer"),
    Measure("error rate", "Error rate", "knowing when not to answer", "answerable, not answered", opens=True, lower=True),
    Measure(
        "hallucination rate",
        "Hallucination rate",
        "knowing when not to answer",
        "unanswerable, answered all the same",
        opens=True,
        lower=True,
    ),
    Measure("accuracy@80%", "Accuracy at 80%", "knowing when not to answer", "right among the surest four fifths"),
    Measure(
        "auroc",
        "AUROC",
        "knowing when not to answer",
        "chance that a right answer is more confident than a wrong one",
        percent=False,
    ),
    Measure("aurc", "AURC", "knowing when not to answer", "risk, averaged over all coverages", lower=True, percent=False),
    Measure(
        "ece",
        "ECE",
        "knowing when not to answer",
        "distance of confidence from the share that is right",
        lower=True,
        percent=False,
    ),
    Measure(
        "brier",
        "Brier",
        "knowing when not to answer",
        "squared distance of confidence from being right",
        lower=True,
        percent=False,
    ),
    Measure("conflict recall", "Conflict recall", "disagreeing sources", "share of the disagreements that are shown"),
    Measure(
        "conflict false alarm",
        "Conflict false alarms",
        "disagreeing sources",
        "a disagreement is shown where there is none",
        lower=True,
    ),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def said_p(p: float) -> str:
    """A p-value as it is written."""
    return f"{p:.3f}" if p >= 0.001 else "<0.001"
