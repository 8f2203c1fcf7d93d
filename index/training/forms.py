"""Forms of Turkish dictionary words by their endings, so that one word can take the place of another in the same form.

Endings as Göksel and Kerslake 2005 (chapters 3 and 8) list them: A stands for a or e, I for ı, i, u or ü, D for d or t; a
letter in brackets stands only behind a vowel; R is the aorist, Y the present in -yor, + the passive.
"""

import re
from collections.abc import Mapping
from functools import cache

from corpus.harmony import VOWELS, harmonised
from index.training.irregular import BEFORE_VOWEL, FRONT, NO_POSSESSIVE, NOUNS, POSSESSIVE

_UNIT = re.compile(r"\((\w)\)|(\w)")
_SOFT = {"k": "ğ", "p": "b", "ç": "c"}
_SOFT_VERBS = {  # "eder", "gider"; other stems in t keep it: "yönetir"
    stem: f"{stem[:-1]}d"
    for stem in (
        "et git güt tat addet affet akdet akset atfet azlet bahset bahşet cebret celbet cemet cezbet defet defnet devret "
        "emret fethet feshet gasbet haczet hakket hallet hapset hasret hazmet hicvet hisset hükmet kastet katet katlet "
        "kaybet kaydet keşfet küfret lağvet lütfet mahvet methet meylet naklet nakzet neşret raptet reddet resmet sabret "
        "seyret tabet terket vadet vakfet zannet zikret zulmet"
    ).split()
}
_SHORT_AORIST = frozenset("al bil bul dur gel gör kal ol öl san var ver vur".split())  # "alır", not "alar"

_CASES = ("", "(y)I", "(y)A", "DA", "DAn", "(n)In", "(y)lA", "DAki", "DIr", "DAdIr")
_OWNED_CASES = ("", "nI", "nA", "nDA", "nDAn", "nIn", "ylA", "nDAki", "DIr", "nDAdIr")
_OWNED = tuple("(s)I" + case for case in _OWNED_CASES)
_MANY = (*("lAr" + case for case in _CASES), *("lArI" + case for case in _OWNED_CASES))
_NOUN = (*_CASES, *_OWNED, *_MANY, "lI", "sIz", "lIk")
_FINITE = ("DI", "DIlAr", "mIş", "mIştIr", "R", "RlAr", "Y", "Ydu", "mAktA", "mAktAdIr", "(y)AcAk", "(y)AcAktIr", "mAlI")
_VERBAL = (
    *("mAz", "mAdI", "sA", "mAk", "mAktAn", "(y)ArAk", "(y)Ip", "(y)IncA", "mAdAn", "(y)Abilir", "DIklArI", "DIklArInI"),
    *("mA" + case for case in _CASES),
    *("mA" + case for case in _OWNED),
    *("mA" + case for case in _MANY),
    *("(y)An" + case for case in (*_CASES, "lAr", "lArI", "lArIn")),
    *("DIğI" + case for case in _OWNED_CASES),
    *("(y)AcAğI" + case for case in _OWNED_CASES),
)
_PASSIVE = "+"
_AS_FRONT = str.maketrans("aou", "eöü")


@cache
def forms_of(lemma: str) -> dict[str, str]:
    """The forms of a dictionary word, or of a phrase by its last word, in Turkish lower case: ending -> form."""
    words, _, last = lemma.rpartition(" ")
    before = f"{words} " if words else ""
    if is_verb(last):
        forms = _of_verb(last[:-3])
    elif last in POSSESSIVE or (words and last[-1] in "ıiuü" and last not in NO_POSSESSIVE):  # "kamu hizmeti"
        owned = {case: _joined(last, own) for case, own in zip(_CASES, _OWNED_CASES, strict=True)}
        forms = owned | {own: owned[case] for case, own in zip(_CASES, _OWNED, strict=True)}
    else:
        forms = {ending: _joined(last, ending) for ending in _NOUN}
    return {ending: before + form for ending, form in forms.items()}


def is_verb(word: str) -> bool:
    """Whether a dictionary word is an infinitive."""
    vowels = any(letter in VOWELS for letter in word[:-3])
    return len(word) > len("mek") + 1 and word.endswith(("mek", "mak")) and vowels and word not in NOUNS


def _of_verb(stem: str) -> dict[str, str]:
    passive = _joined(stem, "n" if stem[-1] in VOWELS else "In" if stem[-1] == "l" else "Il", _SOFT_VERBS)
    endings = (*_FINITE, *_VERBAL)
    return {ending: _conjugated(stem, ending) for ending in endings} | {
        _PASSIVE + ending: _conjugated(passive, ending) for ending in endings
    }


def _conjugated(stem: str, ending: str) -> str:
    if ending[0] == "R":
        short = (sum(letter in VOWELS for letter in stem) == 1 or stem in _SOFT_VERBS) and stem not in _SHORT_AORIST
        ending = ("r" if stem[-1] in VOWELS else "Ar" if short else "Ir") + ending[1:]
    if ending[0] == "Y":
        stem, ending = stem[:-1] if stem[-1] in VOWELS else stem, "Iyor" + ending[1:]
    return _joined(stem, ending, _SOFT_VERBS)


def _joined(stem: str, ending: str, soft: Mapping[str, str] | None = None) -> str:
    """A stem with an ending; `soft` are the stems that change before a vowel, without it those of nouns do."""
    units: list[tuple[str, str]] = _UNIT.findall(ending)
    front, first = stem in FRONT, next((letter for _, letter in units if letter), "")
    if stem[-1] not in VOWELS and first in ("A", "I"):
        stem = soft.get(stem, stem) if soft is not None else _before_vowel(stem)
    heard = stem[:-1].translate(_AS_FRONT) + stem[-1] if front else stem
    grown = ""
    for buffer, letter in units:
        if letter or (heard + grown)[-1] in VOWELS:
            grown += harmonised(letter or buffer, heard + grown)
    return stem + grown


def _before_vowel(stem: str) -> str:
    if stem in BEFORE_VOWEL:
        return BEFORE_VOWEL[stem]
    if sum(letter in VOWELS for letter in stem) > 1:
        return stem[:-1] + _SOFT.get(stem[-1], stem[-1])
    return stem
