"""Phrases that answer certain questions whole: numbers with their units, dates, names, brackets, expansions of acronyms."""

import re
from collections.abc import Iterator, Sequence

from corpus.types import Language, Value
from corpus.values import same_value
from index.types import Span
from service.reading.tokens import Token, stated_values
from service.reading.understanding import Understanding

Phrase = tuple[str, int, int]
"""Name of the kind of phrase, and its first and last word."""

PHRASES = (
    "number", "year", "date", "percent", "money", "measure", "counted", "name", "opener", "brackets", "quotes", "expansion",
    "unit", "of unit", "titled", "given", "ordinal", "series",
)  # fmt: skip
_FUNCTION = frozenset("ve ile of the and for".split())
_BRACKETS = re.compile(r"\(([^()]+)\)|[\"“«]([^\"“”«»]+)[\"”»]")
_ORDINAL = re.compile(
    r"[iu]nc[iu]|\dth$|\d(?:st|nd|rd)$|^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$"
)
_REFERENCE = re.compile(r"\((?=[^()]*[^\W\d_]{3})[^()]*,\s*(?:19|20)\d\d[^()]*\)")  # "(OECD, 2014: 66)"
_YEARS = range(1000, 2100)
_LONGEST_NAME = 8
_LONGEST_SHORT = 12  # letters of an acronym
_PARTS = re.compile("[-–‑/]")
_LONGEST_ITEM = 7  # words of an item of a list
_JOINING, _VERBS = frozenset({"and", "or"}), frozenset({"past", "copula", "reported", "future"})


def find_phrases(asked: Understanding, text: str, tokens: Sequence[Token], language: Language) -> list[Phrase]:
    """All phrases of a text; one that answers the unit or acronym of the question has a name of its own."""
    found = [*_values(asked, text, tokens, language), *_names(tokens), *_bracketed(text, tokens), *_series(tokens)]
    if asked.kind in ("acronym", "definition"):
        runs = spelled_out(asked, tokens) or (_described(asked, tokens) if asked.kind == "acronym" else [])
        found += [("expansion", first, last) for first, last in runs]
    return found


def _values(asked: Understanding, text: str, tokens: Sequence[Token], language: Language) -> Iterator[Phrase]:
    for value in stated_values(text, language, asked.kind):
        inside = [i for i, token in enumerate(tokens) if token.start < value.end and value.start < token.end]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        if any(same_value(value, given) for given in asked.values):
            yield "given", first, last
            continue
        if value.date is not None:
            yield "date", first, last
            continue
        yield from _number(value, first, last, text, tokens)


def _number(value: Value, first: int, last: int, text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    """The number alone, and with the unit or the word for per cent beside it."""
    year = value.amount in _YEARS and first == last and tokens[first].folded[:4].isdigit()
    yield "year" if year else "number", first, last
    if _ORDINAL.search(tokens[last].folded) or text[value.end : value.end + 2] == ". ":
        yield "ordinal", first, last
    per_cent = first > 0 and "percent" in tokens[first - 1].marks
    if per_cent:
        yield "percent", first - 1, last
    if last + 1 == len(tokens) or tokens[last].closes:
        return
    following = tokens[last + 1].marks
    kind = next((name for name in ("money", "measure") if name in following), "counted")
    yield kind, first, last + 1
    if "unit" in following:
        yield "unit", first, last + 1
        yield "of unit", first, last
    if kind == "money" and per_cent:
        yield "percent", first - 1, last + 1


def references(text: str, tokens: Sequence[Token]) -> list[int]:
    """The words that stand in references to literature, which answer nothing."""
    spans = [match.span() for match in _REFERENCE.finditer(text)]
    return [i for i, token in enumerate(tokens) if any(start <= token.start < end for start, end in spans)]


def _names(tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Longest runs of capitalised words; a suffix after an apostrophe or a closing mark ends one."""
    first = None
    for i, token in enumerate(tokens):
        if token.capital and first is None:
            first = i
        ends = not token.capital or token.closes or "suffixed" in token.marks or i + 1 == len(tokens)
        if first is not None and ends:
            last = i if token.capital else i - 1
            opens_plain = tokens[first].opens and first == last and "suffixed" not in tokens[first].marks
            yield ("opener" if opens_plain else "name"), first, last
            if tokens[first].opens and first < last:
                yield "name", first + 1, last
            titles = [k for k in range(first, last) if "title" in tokens[k].marks]
            if titles:
                yield "titled", titles[-1] + 1, last
            first = None


def _bracketed(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    for match in _BRACKETS.finditer(text):
        inside = [i for i, token in enumerate(tokens) if match.start() < token.end and token.start < match.end()]
        if inside:
            yield ("brackets" if text[match.start()] == "(" else "quotes"), inside[0], inside[-1]


def _series(tokens: Sequence[Token]) -> Iterator[Phrase]:
    """From the last word of the first item to the first word of the last one: what a span must hold to be all of a list."""
    last_verb, run = -1, list[int]()
    for i, token in enumerate(tokens):
        joins = "comma" in token.marks or (i + 1 < len(tokens) and bool(_JOINING & set(tokens[i + 1].marks)))
        if run and (i - run[-1] > _LONGEST_ITEM or last_verb >= run[-1]):
            yield from _whole_series(run, tokens)
            run = []
        if joins:
            run.append(i)
        if "stop" in token.marks or ("comma" in token.marks and _VERBS & set(token.marks)):
            last_verb = i
    yield from _whole_series(run, tokens)


def _whole_series(run: Sequence[int], tokens: Sequence[Token]) -> Iterator[Phrase]:
    if run:
        behind = run[-1] + (1 if "comma" in tokens[run[-1]].marks else 2)
        if behind < len(tokens) and (len(run) > 1 or "comma" not in tokens[run[0]].marks):
            yield "series", run[0], behind


def spelled_out(asked: Understanding, tokens: Sequence[Token]) -> list[Span]:
    """First and last words of what an asked word abbreviates, or of what abbreviates the asked words where that is meant.

    Where brackets put the two together, only those.
    """
    parts = [_PARTS.split(token.folded) for token in tokens]
    shorts = [word for word in asked.words if len(word) <= _LONGEST_SHORT]
    runs = [(first, last, short) for short in shorts for first, last in _expansions(short, tokens, parts)]
    beside = [(first, last) for first, last, short in runs if _in_brackets(short, first, last, tokens)]
    beside = beside or [run for short in shorts for run in _before_brackets(short, tokens)]
    found = beside or [(first, last) for first, last, _ in runs if tokens[first].capital]
    return found or (_short_forms(asked, tokens) if asked.kind == "acronym" else [])


def _expansions(short: str, tokens: Sequence[Token], parts: Sequence[Sequence[str]]) -> Iterator[Span]:
    """Runs of words whose first letters make up a word, in order; `parts` are what hyphens divide each word into."""
    for first, token in enumerate(tokens):
        if token.folded[:1] == short[:1] and token.folded != short:
            for last in range(first, min(len(tokens), first + _LONGEST_NAME)):
                words = [part for inner in parts[first : last + 1] for part in inner]
                if len(words) > 1 and _abbreviates(short, words):
                    yield first, last


def _before_brackets(short: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """The name before a word in brackets that has the word's letters in order (Schwartz and Hearst 2003).

    Of several the one with the most capitals among them, and of those the shortest.
    """
    for place, token in enumerate(tokens):
        if token.folded == short and "bracket-opens" in token.marks:
            begun = {first: _begun(short, tokens[first:place]) for first in _starts(tokens, place)}
            best = max(begun, key=lambda first: (begun[first], first), default=place)
            if begun.get(best):
                yield best, place - 1


def _starts(tokens: Sequence[Token], place: int) -> Iterator[int]:
    """Words where a name before a place may begin, the nearest first: in the same clause."""
    for first in range(place - 1, max(-1, place - 1 - _LONGEST_NAME), -1):
        if first < place - 1 and tokens[first].closes:
            return
        yield first


def _begun(short: str, run: Sequence[Token]) -> int:
    """How many capitals of a run are letters of `short`, in order.

    None counts where the run does not begin with its first letter or lacks one of its letters, nor where one capital or less
    than half of them are among its letters.
    """
    capitals = "".join(own.folded[0] for own in run if own.capital)
    shared, letters = _in_common(short, capitals), iter("".join(own.folded for own in run))
    named = run[0].capital and capitals[0] == short[0] and 1 < shared >= len(capitals) / 2
    return shared if named and all(letter in letters for letter in short) else 0


def _in_common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for letter in one:
        above = row
        row = [0]
        for place, own in enumerate(other):
            row.append(above[place] + 1 if own == letter else max(above[place + 1], row[place]))
    return row[-1]


def _in_brackets(short: str, first: int, last: int, tokens: Sequence[Token]) -> bool:
    """Whether a run stands in brackets behind its short form, or before its short form in brackets."""
    pairs = ((first - 1, first), (last + 1, last + 1))
    return any(
        0 <= place < len(tokens) and tokens[place].folded == short and "bracket-opens" in tokens[opening].marks
        for place, opening in pairs
    )


def _short_forms(asked: Understanding, tokens: Sequence[Token]) -> list[Span]:
    """Words in capitals that abbreviate two or more of the asked words that follow each other."""
    shouted = [i for i, token in enumerate(tokens) if "shouted" in token.marks and len(token.folded) <= _LONGEST_SHORT]
    return [(i, i) for i in shouted if _abbreviates_some(tokens[i].folded, asked.words)]


def _abbreviates_some(short: str, words: Sequence[str]) -> bool:
    starts = [i for i, word in enumerate(words) if word[0] == short[0]]
    return any(_abbreviates(short, words[i:j]) for i in starts for j in range(i + 2, min(len(words), i + _LONGEST_NAME) + 1))


def _described(asked: Understanding, tokens: Sequence[Token]) -> list[Span]:
    """Words in capitals that brackets add to their meaning, where what is asked about is described and not named."""
    shouted = [i for i, token in enumerate(tokens) if "shouted" in token.marks]
    if any(tokens[i].folded in asked.words for i in shouted):
        return []
    return [(i, i) for i in shouted if {"bracket-opens", "bracket-closes"} <= set(tokens[i].marks)]


def _abbreviates(short: str, long: Sequence[str]) -> bool:
    """Whether the letters of `short` are beginnings of the words of `long`, each giving some but for function words."""
    if not long:
        return not short
    word, rest = long[0], long[1:]
    if word in _FUNCTION and rest and _abbreviates(short, rest):
        return True
    shared = 0
    while shared < min(len(short), len(word)) and short[shared] == word[shared]:
        shared += 1
        if _abbreviates(short[shared:], rest):
            return True
    return False
