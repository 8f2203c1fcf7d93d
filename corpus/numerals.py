"""Numbers in words and digits, Turkish and English: what one written word says, and how words add up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.suffixes import ENDINGS
from corpus.types import Language

HALF = Decimal("0.5")
ABBREVIATED = {"k": Decimal(1000), "m": Decimal(10**6), "mn": Decimal(10**6), "bn": Decimal(10**9)}  # behind digits
_LIMIT = Decimal(10**15)

_ONES: dict[Language, str] = {
    "tr": "sifir bir iki uc dort bes alti yedi sekiz dokuz",
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen"
    ),
}
_TENS: dict[Language, str] = {
    "tr": "on yirmi otuz kirk elli altmis yetmis seksen doksan",
    "en": "ten twenty thirty forty fifty sixty seventy eighty ninety",
}
_LARGE: dict[Language, dict[str, Decimal]] = {
    "tr": {
        "bucuk": HALF, "yuz": Decimal(100), "bin": Decimal(1000), "milyon": Decimal(10**6), "milyar": Decimal(10**9),
        "trilyon": Decimal(10**12), "mn": Decimal(10**6),
    },
    "en": {
        "hundred": Decimal(100), "thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9),
        "trillion": Decimal(10**12), "mn": Decimal(10**6), "bn": Decimal(10**9),
    },
}  # fmt: skip
_IRREGULAR = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}

# "onun" (his), "bine" (mount), "altında" (under), "yüzde" (per cent), "biri" (someone): other words more often than numbers.
_AMBIGUOUS = frozenset({"bir", "on", "bin", "yuz", "alti", "bucuk"})
_ADJECTIVE = re.compile("l[iu](?!k)")  # "ikili" (bilateral), "üçlü"
_GROUPED = {"tr": re.compile(r"\d{1,3}(?:\.\d{3})+"), "en": re.compile(r"\d{1,3}(?:,\d{3})+")}
_THOUSANDS_TWICE = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_DECIMAL = re.compile(r"(?:\d+|\d{1,3}(?:([.,])\d{3})+(?!\1))(?:[.,]\d+)?")  # "2,5", "1.234,5"; no date "05.10.91"


def _lexicon(language: Language) -> dict[str, Decimal]:
    ones = {word: Decimal(value) for value, word in enumerate(_ONES[language].split())}
    tens = {word: Decimal(10 * value) for value, word in enumerate(_TENS[language].split(), start=1)}
    return {**ones, **tens, **_LARGE[language]}


def _ordinals(cardinals: dict[str, Decimal]) -> dict[str, Decimal]:
    regular = {(f"{word[:-1]}ie" if word.endswith("y") else word) + "th": value for word, value in cardinals.items()}
    return {**regular, **{word: Decimal(value) for word, value in _IRREGULAR.items()}}


_TURKISH = _lexicon("tr") | {"dord": Decimal(4)}  # before a vowel: "dördüncü", "dörde"
_ENGLISH = _lexicon("en") | _ordinals(_lexicon("en")) | {"a half": HALF}
_TURKISH_WORD = "|".join(sorted(_TURKISH, key=len, reverse=True))
_JOINED = re.compile(rf"((?:{_TURKISH_WORD})+)(?:([iu]?nc[iu])?({ENDINGS})?|(s?[ae]r))")


def digits_value(digits: str, language: Language) -> Decimal | None:
    """Value of digits with points and commas: 1.600,5 in Turkish is 1,600.5 in English; None where they are none: 2.1.1."""
    if _GROUPED[language].fullmatch(digits) or _THOUSANDS_TWICE.fullmatch(digits):
        return Decimal(re.sub("[.,]", "", digits))
    if not _DECIMAL.fullmatch(digits):
        return None
    whole, separator, rest = digits.replace(",", ".").rpartition(".")
    return Decimal(whole.replace(".", "") + separator + rest)


def word_values(word: str, *, language: Language, after_number: bool) -> tuple[Decimal, ...]:
    """What a folded word says in numbers ("kirkyedi": 40, 7; "billion": 10^9); empty where it is no number.

    `after_number` tells that a number stands before it, which decides words that mean something else as well.
    """
    if language == "en":
        return (_ENGLISH[word],) if word in _ENGLISH else ()
    if (match := _JOINED.fullmatch(word)) is None:
        return ()
    parts = re.findall(_TURKISH_WORD, match[1])
    ordinal, endings, each = match[2], match[3], match[4]
    follows = after_number or len(parts) > 1
    sure = follows or ordinal or parts[0] not in _AMBIGUOUS
    # "yirmi beşer" is 25 each; alone such a word is often another: "yüzer" (swims), "biner" (gets on).
    if (each and not follows) or (endings and (not sure or _ADJECTIVE.match(endings))):
        return ()
    return tuple(_TURKISH[part] for part in parts)


def is_inflected_number(word: str) -> bool:
    """Whether a folded Turkish word is a number with an ending other than that of "beşer": "binde", "altıncı"."""
    match = _JOINED.fullmatch(word)
    return bool(match and (match[2] or match[3]))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number: "iki", "milyon", or 1,6 in digits."""

    value: Decimal
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A number read from left to right: "iki", "milyon", "altı", "yüz", "bin" -> 2,600,000."""

    total: Decimal = Decimal(0)
    current: Decimal | None = None
    room: Decimal = _LIMIT  # what is added next must be smaller
    scale: Decimal = _LIMIT  # the last thousand, million ...; the next must be smaller

    @property
    def value(self) -> Decimal:
        """What was read so far."""
        return self.total + (self.current or 0)

    def plus(self, parts: Sequence[Part]) -> "Sum | None":
        """With more parts; None where there are none, or one of them begins another number."""
        longer: Sum | None = self
        for part in parts:
            longer = longer and longer._with(part)
        return longer if parts else None

    def _with(self, part: Part) -> "Sum | None":
        value = part.value
        if part.digits:
            return self._begun(value, room=Decimal(0))
        if value == HALF:
            return None if self.current is None else replace(self, current=self.current + HALF, room=Decimal(0))
        if value >= 1000:
            return self._scaled(value)
        if value == 100:
            fits = self.current is None or 1 < self.current < 100
            return replace(self, current=100 * (self.current or Decimal(1)), room=Decimal(100)) if fits else None
        room = Decimal(10) if value % 10 == 0 else Decimal(1)
        if self.current is None:
            return self._begun(value, room=room)
        return replace(self, current=self.current + value, room=room) if value < self.room else None

    def _begun(self, value: Decimal, *, room: Decimal) -> "Sum | None":
        fits = self.current is None and value < self.scale
        return replace(self, current=value, room=room) if fits else None

    def _scaled(self, value: Decimal) -> "Sum | None":
        if value >= self.scale or (self.current is None and value != 1000):
            return None
        count = Decimal(1) if self.current is None else self.current
        return Sum(self.total + value * count, scale=value)
