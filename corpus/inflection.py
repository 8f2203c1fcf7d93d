"""Under which terms the forms of a Turkish dictionary word stand: what its endings add to a stem that is short.

A term is a word's first letters (`corpus.text.prefix`). All forms of "belirlemek" share theirs; those of "atamak" do not:
"atanır", "atadı" and "atama" are three terms.
"""

from functools import cache

from corpus.harmony import PLAIN_VOWELS, harmonised
from corpus.text import PREFIX, fold, prefix

_LEAST = 3  # letters of a stem whose forms are listed; "al", "et" and "ol" would meet half of the language
_VERB = ("mak", "mek")
_SOFT = {"k": "ğ", "p": "b", "t": "d", "ç": "c"}
# Endings of nouns and verbs behind a vowel and behind a consonant, as far as they can stand within a term.
_OF_ALL_NOUNS = ("", "DA", "lAr", "lI", "sIz", "cI", "DIr", "ki")
_OF_NOUNS = ("yI", "yA", "yl", "nIn", "sI", "nI", "nA", "nd", "m", "n"), ("I", "A", "In", "Im", "lA")
_OF_ALL_VERBS = ("mA", "DI", "mIş", "sA")
_OF_VERBS = (
    ("r", "n", "nI", "nA", "nm", "nd", "t", "yAn", "yAc", "yIp", "yAr"),
    ("An", "Ar", "Ir", "Ac", "Ip", "Il", "In", "Iyor", "Iş"),
)


@cache
def terms_of(lemma: str) -> frozenset[str]:
    """The terms of all forms of a dictionary word in Turkish letters; of a very short stem none but its own."""
    verb = len(lemma) > _LEAST + 1 and lemma.endswith(_VERB)
    stem = lemma[:-3] if verb else lemma
    vowels = [letter for letter in stem if letter in PLAIN_VOWELS]
    if len(stem) < _LEAST or not vowels:
        return frozenset({prefix(fold(lemma))})
    if len(stem) >= PREFIX:
        return frozenset({prefix(fold(stem))})
    behind = 0 if stem[-1] in PLAIN_VOWELS else 1
    endings = (_OF_ALL_VERBS + _OF_VERBS[behind]) if verb else (_OF_ALL_NOUNS + _OF_NOUNS[behind])
    forms = [stem + harmonised(ending, stem) for ending in endings]
    if stem[-1] in _SOFT:
        forms += [stem[:-1] + _SOFT[stem[-1]] + harmonised(ending, stem) for ending in ("I", "A")]
    if verb and not behind and len(vowels) > 1:  # "ata-": "atıyor"
        forms.append(stem[:-1] + harmonised("Iyor", stem[:-1]))
    return frozenset(prefix(fold(form)) for form in forms)
