"""Measures of one answer against its accepted forms: as SQuAD defines them, and as Turkish needs them.

SQuAD's normalisation lower-cases I to i, keeps typographic quotes and "Ankara'nın" unlike "Ankara"; ours folds İ, I, ı
and i together, cuts suffixes after an apostrophe, knows Unicode punctuation and reads numbers and dates by value.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

from corpus.suffixes import is_inflected
from corpus.text import words
from corpus.types import Value
from corpus.values import find_values, same_value

_ARTICLES = frozenset({"a", "an", "the"})
_ENGLISH_ARTICLE = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)


def squad_tokens(text: str) -> list[str]:
    """Tokens as the SQuAD script makes them: lower case, no ASCII punctuation, no articles (Rajpurkar and others 2016)."""
    bare = "".join(letter for letter in text.lower() if letter not in _PUNCTUATION)
    return _ENGLISH_ARTICLE.sub(" ", bare).split()


def turkish_tokens(text: str) -> list[str]:
    """Folded words without punctuation, apostrophe suffixes and English articles; 1,6 is 1.6."""
    found = words(text)
    return [word for word in found if word not in _ARTICLES] or found


Tokens = Callable[[str], list[str]]


def exact_match(answer: str, accepted: Sequence[str], *, tokens: Tokens = turkish_tokens) -> float:
    """1 if the answer has the tokens of an accepted form, else 0 (Rajpurkar and others 2016, EM)."""
    given = tokens(answer)
    return float(any(given == tokens(form) for form in accepted))


def token_f1(answer: str, accepted: Sequence[str], *, tokens: Tokens = turkish_tokens) -> float:
    """Best harmonic mean of token precision and recall against an accepted form (Rajpurkar and others 2016, F1)."""
    given = tokens(answer)
    return max((_f1(given, tokens(form)) for form in accepted), default=0.0)


def contains(answer: str, accepted: Sequence[str]) -> bool:
    """Whether the answer states an accepted form: its words in a row, the last one inflected or not, or its values."""
    given = words(answer)
    return any(_holds_words(given, words(form)) or _states_values(answer, form) for form in accepted)


def value_match(answer: str, accepted: Sequence[str]) -> float | None:
    """1 if the answer's numbers and dates are those of an accepted form, however written; None where no form has any."""
    gold = [reading for form in accepted for reading in _readings(form)]
    if not gold:
        return None
    return float(any(_all_in(one, other) and _all_in(other, one) for one in _readings(answer) for other in gold))


def list_recall(answer: str, items: Sequence[Sequence[str]]) -> float | None:
    """Share of the list's items of which the answer states an accepted form; None without items."""
    return sum(contains(answer, forms) for forms in items) / len(items) if items else None


def conflict_recall(shown: Sequence[str], sides: Sequence[Sequence[str]]) -> float | None:
    """Share of a disagreement's sides (accepted forms of each) among the values shown side by side; None without sides.

    Fewer than two sides are no disagreement shown, so 0.
    """
    if not sides:
        return None
    seen = sum(any(contains(value, forms) for value in shown) for forms in sides)
    return seen / len(sides) if seen > 1 else 0.0


def false_alarm(shown: Sequence[str], sides: Sequence[Sequence[str]]) -> float | None:
    """1 if a disagreement is shown where the gold data knows none, else 0; None where there is one."""
    return None if sides else float(bool(shown))


def _f1(given: Sequence[str], gold: Sequence[str]) -> float:
    if not given or not gold:
        return float(given == gold)
    common = (Counter(given) & Counter(gold)).total()
    return 2 * common / (len(given) + len(gold))


def _holds_words(given: Sequence[str], gold: Sequence[str]) -> bool:
    if not gold:
        return False
    *first, last = gold
    runs = (given[start : start + len(gold)] for start in range(len(given) - len(gold) + 1))
    return any(run[:-1] == first and is_inflected(run[-1], last) for run in runs)


def _states_values(answer: str, form: str) -> bool:
    """Whether the answer has the numbers and dates of the form, and the words around them too ("milyar dolar")."""
    given = words(answer)
    return any(
        _all_in(gold, stated)
        and all(any(is_inflected(word, other) for word in given) for other in _words_beside(gold, form))
        for gold in _readings(form)
        for stated in _readings(answer)
    )


def _words_beside(values: Sequence[Value], text: str) -> list[str]:
    for value in reversed(values):
        text = f"{text[: value.start]} . {text[value.end :]}"
    return words(text)


def _readings(text: str) -> list[Sequence[Value]]:
    """The text's values read as Turkish and as English, where it has any: accepted forms come in both languages."""
    return [values for language in ("tr", "en") if (values := find_values(text, language=language))]


def _all_in(some: Sequence[Value], others: Sequence[Value]) -> bool:
    return all(any(same_value(one, other) for other in others) for one in some)
