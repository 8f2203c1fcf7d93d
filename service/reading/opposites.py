"""Things that are told in the same words and are not the same: exports and imports."""

from collections.abc import Sequence

from corpus.text import words

# Beginnings of folded words, in both languages.
_OPPOSED = (
    (("ihra", "export"), ("ithal", "import")),
    (("gelir", "revenue", "income"), ("gider", "expen")),
    (("artis", "increase"), ("azalis", "decrease")),
    (("kadin", "women", "female"), ("erkek", "male")),
    (("kentsel", "urban"), ("kirsal", "rural")),
)


def opposed(one: str, other: str) -> bool:
    """Whether one sentence speaks of the exports alone and the other of the imports alone, or the like."""
    said, told = words(one), words(other)
    return any(
        _says(said, these) and _says(told, those) and not _says(said, those) and not _says(told, these)
        for pair in _OPPOSED
        for these, those in (pair, pair[::-1])
    )


def _says(said: Sequence[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in said)
