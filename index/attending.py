"""Which sentences of the hits the cross-encoder reads, and what it makes of the hits."""

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

import numpy as np

from index.crossing import LEAST, CrossEncoder
from index.meeting import Wanted
from index.types import Hit, Mark

READ = 10  # passages read for an answer, of whose sentences the cross-encoder chooses
SENTENCES = 8  # read by it
# What counts for a sentence: its nearness, its hit's share of the best one's score, the share of the question's words that
# stand in it, and of those that stand there, beside it or above it. Fitted on development questions and held-out papers.
_NEARNESS, _HIT_SHARE, _WORDS, _AROUND = 9.0, 3.0, 1.0, 2.5
_SCALE = 8.0  # log-odds over which a passage's say rises from a half to three quarters, about


def attend(cross: CrossEncoder, question: str, hits: Sequence[Hit], *, wanted: Wanted) -> list[Hit]:
    """The hits with the log-odds of their sentences; those of sentences that are not read are the least.

    `wanted` are the words of the question. Sentences are read one by one: with their neighbours it takes three times as long
    and finds no more.
    """
    chosen = _chosen(hits, wanted)
    texts = [[hits[number].passage.sentences[place].reading] for number, place in chosen]
    odds = [[LEAST] * len(hit.passage.sentences) for hit in hits]
    marks: list[list[Mark]] = [[] for _ in hits]
    for (number, place), [found] in sorted(zip(chosen, cross.read(question, texts), strict=True), key=itemgetter(0)):
        odds[number][place] = found.odds
        before = hits[number].passage.sentences[:place]
        marks[number] += found.placed(sum(len(sentence.reading) + 1 for sentence in before))
    return [replace(hit, odds=tuple(own), marks=tuple(seen)) for hit, own, seen in zip(hits, odds, marks, strict=True)]


def say(hit: Hit) -> float:
    """What the cross-encoder says for a passage as a whole, 0 to 1: its best sentence's log-odds, squashed."""
    return float(1 / (1 + np.exp(-max(hit.odds, default=LEAST) / _SCALE)))


def _chosen(hits: Sequence[Hit], wanted: Wanted) -> list[tuple[int, int]]:
    """Number of the hit and of the sentence for those that are read: near to the question, with its words, in a good hit."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    ranked = []
    for number, hit in enumerate(hits):
        if not hit.plain_scores:  # not aligned: its reader has no use for odds
            continue
        met, around = (own @ wanted.weights for own in wanted.met_by(hit))
        worth = _NEARNESS * np.array(hit.plain_scores) + _WORDS * met + _AROUND * around + _HIT_SHARE * hit.score / best
        ranked += [(-float(value), number, place) for place, value in enumerate(worth)]
    return [(number, place) for _, number, place in sorted(ranked)[:SENTENCES]]
