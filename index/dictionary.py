"""Which terms of the other language a word stands for: a bilingual dictionary learned from translated sentences.

A question of one language finds passages of the other by words, beside finding them by vectors; what the two legs miss
differs, so together they find more. Probabilistic structured queries (Darwish and Oard 2003) over IBM Model 1.
"""

import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from corpus.stopwords import STOPWORDS
from corpus.text import prefix
from corpus.types import Language

FOLDER = Path(__file__).resolve().parent / "models" / "kaynak-tr-en-dictionary"
ANSWERS = FOLDER.with_name("kaynak-tr-en-answers")  # from words of questions to Turkish terms of answers
_LINE = "\t"
_ENGLISH_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""))


class Dictionary:
    """Translations from one language to terms of the lexical leg, with weights up to 1 for the likeliest one."""

    def __init__(self, source: Language, entries: Mapping[str, Mapping[str, float]]) -> None:
        self.source = source
        self._entries = entries

    def of(self, word: str) -> dict[str, float]:
        """Prefix terms that a folded word is translated by, and their weights; empty for an unknown word or a number."""
        if word in STOPWORDS or word[0].isdigit():
            return {}
        found: dict[str, float] = {}
        for form in headwords(word, self.source):
            for term, weight in self._entries.get(form, {}).items():
                found[term] = max(weight, found.get(term, 0.0))
        best = max(found.values(), default=1.0)
        return {term: weight / best for term, weight in found.items()}


def headwords(word: str, language: Language) -> list[str]:
    """Under what a folded word may stand: a Turkish word under its prefix, an English one without its ending too."""
    if language == "tr":
        return [prefix(word)]
    stripped = (word[: -len(ending)] + instead for ending, instead in _ENGLISH_ENDINGS if word.endswith(ending))
    return [word, *(form for form in dict.fromkeys(stripped) if len(form) > 2)]


@cache
def load_dictionary(source: Language, folder: Path = FOLDER) -> Dictionary:
    """The dictionary that comes along, from Turkish or from English to the other, or what answers say by `ANSWERS`."""
    entries = {}
    with gzip.open(folder / f"{source}.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, *translations = line.rstrip("\n").split(_LINE)
            pairs = (translation.rpartition(" ") for translation in translations)
            entries[word] = {term: int(weight) / 100 for term, _, weight in pairs}
    return Dictionary(source, entries)


def write_dictionary(path: Path, entries: Iterable[tuple[str, Mapping[str, float]]]) -> None:
    """Write a dictionary, one word a line with its terms and their weights in hundredths; the same bytes each time."""
    lines = (
        _LINE.join([word, *(f"{term} {round(100 * weight)}" for term, weight in translations.items())])
        for word, translations in entries
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))
