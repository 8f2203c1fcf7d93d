"""A log-linear model over all spans of a text: what their first, last and inner words and their neighbours show.

The score of a span is a sum of readable features: "first:capital", "after:verb", "in:near", "length:2", "is:date". Its
weights are those that all kinds of answer share and those of the kind that is asked for (multinomial logistic regression).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.types import Language
from service.reading.marks import MARKS
from service.reading.phrases import PHRASES, Phrase
from service.reading.tokens import CONTEXT, Token
from service.reading.understanding import Understanding

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("spans.json")
PLACES = ("before2", "before", "first", "in", "last", "after", "after2")
_REACH = (-2, -1, 0, None, 0, 1, 2)
ATTENDED = 0.8  # by token F1 on passages and papers held out
LENGTHS = 24  # words of the longest span
_MEMBERS = tuple(f"{part} of {phrase}" for phrase in PHRASES[:8] for part in ("first", "middle", "last"))
# What a span may hold: phrases of these kinds, whole.
HOLDS = {
    "value": ("number", "year", "date"), "date": ("year", "date"), "share": ("percent",), "money": ("money",),
    "unit": ("of unit",), "measure": ("measure",), "name": ("name",), "titled": ("titled",),
    "ordinal": ("ordinal",), "given": ("given",), "series": ("series",),
}  # fmt: skip
_MEASURES = ("near", "near squared", "near across", "least near", "reach left", "reach right")
COLUMNS = (*MARKS, *CONTEXT, *_MEMBERS, *_MEASURES, "edge")
_COLUMN = {name: number for number, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one kind of answer: (places, columns), one for each length, of phrases and of what a span holds."""

    places: Floats
    lengths: Floats
    phrases: dict[str, float]
    holds: dict[str, float]


def features(asked: Understanding, tokens: Sequence[Token], phrases: Sequence[Phrase], language: Language) -> Floats:
    """What each word shows, (words, columns)."""
    table = np.zeros((len(tokens), len(COLUMNS)), np.float32)
    for row, token in zip(table, tokens, strict=True):
        row[[_COLUMN[mark] for mark in token.marks]] = 1.0
    for name, first, last in phrases:
        if f"first of {name}" in _COLUMN:
            table[first, _COLUMN[f"first of {name}"]] = table[last, _COLUMN[f"last of {name}"]] = 1.0
            table[first + 1 : last, _COLUMN[f"middle of {name}"]] = 1.0
    near = np.clip(np.array([token.given.near for token in tokens], np.float32), 0.0, 1.0)
    table[:, _COLUMN["near"] : _COLUMN["edge"]] = _measures(near, across=asked.language != language)
    return table


def _measures(near: Floats, *, across: bool) -> Floats:
    squared = near**4
    distance = np.arange(len(near))[:, None] - np.arange(len(near))[None, :]
    fading = np.where(distance > 0, 1.0 / np.maximum(distance, 1), 0.0)
    columns = [near, squared, near * across, near - near.mean() if len(near) else near, fading @ squared, fading.T @ squared]
    return np.stack(columns, axis=1).astype(np.float32)


def score_spans(table: Floats, phrases: Sequence[Phrase], weights: Weights) -> Floats:
    """Scores of all spans, (first words, last words); -inf where the last stands before the first or too far behind it."""
    count = len(table)
    by_place = _with_edges(table) @ weights.places.T
    first, last = np.zeros(count, np.float32), np.zeros(count, np.float32)
    for place, reach in enumerate(_REACH):
        if reach is not None:
            own = by_place[2 + reach : 2 + reach + count, place]
            if place < PLACES.index("in"):
                first += own
            else:
                last += own
    inner = np.concatenate([[0.0], np.cumsum(by_place[2 : 2 + count, PLACES.index("in")])])
    lengths = np.arange(count)[None, :] - np.arange(count)[:, None]
    allowed = (lengths >= 0) & (lengths < LENGTHS)
    found = first[:, None] + last[None, :] + inner[None, 1:] - inner[:-1, None]
    found = np.where(allowed, found + weights.lengths[np.clip(lengths, 0, LENGTHS - 1)], -np.inf)
    for name, start, end in phrases:
        found[start, end] += weights.phrases.get(name, 0.0)
    for name, held in held_spans(phrases, count).items():
        found += weights.holds.get(name, 0.0) * held
    return np.asarray(found, np.float32)


def attended(tokens: Sequence[Token]) -> Floats:
    """What the cross-encoder has to say for each span: log-odds of its first and its last word, by their weight."""
    begins = np.array([token.given.begins for token in tokens], np.float32)
    ends = np.array([token.given.ends for token in tokens], np.float32)
    found: Floats = ATTENDED * (begins[:, None] - begins.max() + ends[None, :] - ends.max())
    return found


def held_spans(phrases: Sequence[Phrase], count: int) -> dict[str, NDArray[np.bool_]]:
    """For each name of HOLDS that occurs: which spans hold such a phrase, (first words, last words)."""
    found = {}
    for name, kinds in HOLDS.items():
        ends = np.full(count, count)
        for kind, first, last in phrases:
            if kind in kinds:
                ends[first] = min(ends[first], last)
        if (ends < count).any():
            found[name] = np.minimum.accumulate(ends[::-1])[::-1][:, None] <= np.arange(count)[None, :]
    return found


def _with_edges(table: Floats) -> Floats:
    edge = np.zeros((2, table.shape[1]), np.float32)
    edge[:, _COLUMN["edge"]] = 1.0
    return np.concatenate([edge, table, edge])


@cache
def load_weights(language: Language, kind: str) -> Weights:
    """The weights for texts of a language and a kind of answer."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))[language]
    total: dict[str, float] = dict(stored["shared"])
    for name, weight in stored.get(kind, {}).items():
        total[name] = total.get(name, 0.0) + weight
    places = np.array([[total.get(f"{place}:{column}", 0.0) for column in COLUMNS] for place in PLACES], np.float32)
    lengths = np.array([total.get(f"length:{length}", 0.0) for length in range(1, LENGTHS + 1)], np.float32)
    return Weights(places, lengths, _named(total, "is", PHRASES), _named(total, "holds", HOLDS))


def _named(total: dict[str, float], prefix: str, names: Iterable[str]) -> dict[str, float]:
    return {name: total[f"{prefix}:{name}"] for name in names if f"{prefix}:{name}" in total}
