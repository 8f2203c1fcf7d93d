"""Learns the dictionary of the lexical leg: IBM Model 1 in both directions over the words of translated sentences."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from corpus.stopwords import STOPWORDS
from corpus.text import prefix, words
from corpus.types import Language
from index.dictionary import write_dictionary
from index.training.alignment import agreed, align, best
from index.training.types import TrainingData

_LONGEST = 40  # words of a sentence
_LEAST, _MOST = 0.02, 12  # translations kept: how probable, how many
_ALONE = 0.25  # of the probability of a translation that the other direction does not know

Entries = list[tuple[str, dict[str, float]]]


def learn_dictionaries(data: TrainingData, folder: Path) -> None:
    """Write the two dictionaries, `en.tsv.gz` and `tr.tsv.gz`, into `folder`."""
    turkish, english = ([words(getattr(pair, side)) for pair in data.translations] for side in ("tr", "en"))
    tables: dict[Language, Entries] = {
        "en": learn(english, _terms(turkish)),
        "tr": learn(_terms(turkish), _terms(english)),
    }
    for language, entries in tables.items():
        write_dictionary(folder / f"{language}.tsv.gz", entries)


def learn(sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> Entries:
    """For each source word its translations with how much both directions believe in them, best first."""
    kept = [(s, t) for s, t in zip(sources, targets, strict=True) if 0 < len(s) <= _LONGEST and 0 < len(t) <= _LONGEST]
    number: dict[tuple[int, str], int] = {}
    ours, theirs = (
        [[number.setdefault((side, word), len(number)) for word in pair[side]] for pair in kept] for side in (0, 1)
    )
    size = len(number)
    forward, backward = align(ours, theirs, vocabulary=size), align(theirs, ours, vocabulary=size)
    table = best(agreed(forward, backward, alone=_ALONE), least=_LEAST, top=_MOST)
    names = [word for _, word in number]
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for source, target, probability in zip(table.turkish, table.english, table.probability, strict=True):
        if _listed(names[source]) and not names[target][0].isdigit():
            found[names[source]][names[target]] = float(probability)
    return sorted(found.items())


def _terms(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(map(prefix, text)) for text in texts]


def _listed(word: str) -> bool:
    return word not in STOPWORDS and len(word) > 1 and not word[0].isdigit()
