"""Sentences of Turkish and English prose, as offsets.

A full stop ends a sentence unless it follows an abbreviation, an initial, a Turkish ordinal or a Roman numeral, or lower
case goes on after it. Written out as rules because what decides is Turkish: an untrained Punkt finds the same candidate
stops, and every decision on top of it would be these rules again.
"""

import re
from collections.abc import Iterator

from corpus.types import Language

# Never the last word of a sentence: a name or a noun always follows.
_LEADING = frozenset(
    """
    dr prof doç yrd öğr gör arş uzm av sn sayın müh mim ecz vet op bkz bknz krş çev fak üniv cad sok mah blv st ltd şti
    gen alb yb bnb yzb ütğm org korg tüma tümg hz şb müd bşk yrd m.ö m.s i.ö i.s mr mrs ms messrs rev hon gov rep capt
    lt sgt maj adm cmdr pres amb e.g i.e viz cf approx univ assn bros mt ft takr ing osm
    """.split()
)
_ENGLISH_LEADING = frozenset(
    "col cols sen sens gens lts ave rd ibid ed eds trans chap dept supt inst soc fr pvt cpl insp det".split()
)
# Abbreviations only before a number; otherwise words of their own ("no", "art", "kat").
_BEFORE_NUMBER = frozenset(
    """
    no nos nr nu s ss sf p pp vol vols fig figs ch sec art arts para eq md mad böl bs kat daire d sk apt c ca jan feb mar apr
    jun jul aug sep sept oct nov dec
    """.split()
)
# May end a sentence: decided by what follows.
_ENDING = frozenset("vb vs vd vdl etc al inc co corp jr sr ph.d a.m p.m a.d b.c u.s u.k u.n e.u d.c".split())
_OPENERS = frozenset(
    """
    the a an in on at it its he she they we this that these those there then however and but for from with as after before
    when while although since if no his her their our by to
    bu bunun bununla bunlar ancak ayrıca böylece fakat oysa çünkü örneğin nitekim dolayısıyla
    """.split()
)
# A footnote mark whose note is not at hand may still be glued to the stop ("ended.4 It"); a decimal is no stop.
_STOP = re.compile(r"[.!?…]+[\"”’»)\]]*(?:(?<=[^\W\d]\.)\d{1,2}|(?<=[”’»\")]) ?\d{1,2})?(?=\s+\S)")
_TOKEN_BEFORE = re.compile(r"[\w.'’/-]*$")
_TOKEN_AFTER = re.compile(r"\s+[\"“‘«(\[]*([\w'’-]*)")
_ROMAN = re.compile(r"(?=[IVXLC])(?:X{0,3}|XL|LX{0,3}|XC|C{1,3})(?:IX|IV|V?I{0,3})")
_ORDINAL = re.compile(r"\d{1,3}")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_REACH = 300  # how far back an opening bracket may stand and still be open


def split_sentences(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one paragraph, blanks between them left out; together they cover all visible text."""
    start = 0
    for match in _STOP.finditer(text):
        if _ends_sentence(text, start, match, language):
            yield from _visible(text, start, match.end())
            start = match.end()
    yield from _visible(text, start, len(text))


def _visible(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if stripped := part.strip():
        begin = start + part.index(stripped[0])
        yield begin, begin + len(stripped)


def _ends_sentence(text: str, start: int, stop: re.Match[str], language: Language) -> bool:
    after = _TOKEN_AFTER.match(text, stop.end())
    following = after.group(1) if after else ""
    # Lower case all through: "iPhone" and "e-Devlet" may open a sentence.
    if following[:1].islower() and following == following.lower():
        return False
    if _inside_brackets(text[max(start, stop.start() - _REACH) : stop.end()]):
        return False
    if stop.group() != ".":
        return True
    before = _TOKEN_BEFORE.search(text, max(start, stop.start() - 40), stop.start())
    token = before.group() if before else ""
    opens_paragraph = not text[start : stop.start() - len(token)].strip()
    return not _takes_stop(token, following, opens_paragraph, language)


def _takes_stop(token: str, following: str, opens_paragraph: bool, language: Language) -> bool:
    """Whether the full stop belongs to the token, so that the sentence goes on."""
    lowered = token.replace("İ", "i").replace("I", "ı" if language == "tr" else "i").lower().strip("'’-")
    opener = following.lower() in _OPENERS
    if lowered in _ENDING:
        return following[:1].isdigit() if lowered == "al" else language == "en" and not opener and lowered != "etc"
    if lowered in _LEADING or (language == "en" and lowered in _ENGLISH_LEADING):
        return True
    if lowered in _BEFORE_NUMBER and (following[:1].isdigit() or _ROMAN.fullmatch(following)):
        return True
    if _DOTTED.fullmatch(token) or (len(token) == 1 and token.isalpha() and token.isupper()):
        return not (opener and language == "en")
    numeral = bool(_ORDINAL.fullmatch(token) or (token and _ROMAN.fullmatch(token)))
    return numeral and (opens_paragraph or (language == "tr" and not opener))


def _inside_brackets(text: str) -> bool:
    """Whether a bracket that was opened in this sentence is still open."""
    return text.count("(") > text.count(")") or text.count("[") > text.count("]")
