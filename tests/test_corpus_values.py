"""Numbers and dates are read by what they say, however they are written."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import CalendarDate, Language
from corpus.values import find_values, same_value


def amounts(text: str, language: Language = "tr") -> list[Decimal]:
    return [value.amount for value in find_values(text, language=language) if value.amount is not None]


def dates(text: str, language: Language = "tr") -> list[CalendarDate]:
    return [value.date for value in find_values(text, language=language) if value.date is not None]


@pytest.mark.parametrize(
    ("turkish", "english", "value"),
    [
        ("kırk yedi", "forty-seven", "47"),
        ("KIRK YEDİ", "Forty Seven", "47"),
        ("kırkyedi", "47", "47"),
        ("1,6 milyar", "1.6 billion", "1600000000"),
        ("2.724.900", "2,724,900", "2724900"),
        ("1.600", "1,600", "1600"),
        ("1,600", "1.600", "1.6"),
        ("1.234,5", "1,234.5", "1234.5"),
        ("iki buçuk milyon", "2.5 million", "2500000"),
        ("1 milyon 600 bin", "1.6 million", "1600000"),
        ("iki milyon altı yüz bin üç", "two million six hundred thousand and three", "2600003"),
        ("bin dokuz yüz doksan bir", "one thousand nine hundred and ninety-one", "1991"),
        ("yüz yedi", "one hundred and seven", "107"),
        ("dokuzuncu", "ninth", "9"),
        ("yirmi birinci", "twenty-first", "21"),
        ("ikinci", "second", "2"),
        ("yedinci", "seventh", "7"),
        ("on altıncı", "sixteenth", "16"),
        ("on dördüncü", "fourteenth", "14"),
        ("iki yüz altıncı", "two hundred and sixth", "206"),
        ("iki buçuk milyon", "two and a half million", "2500000"),
        ("bir buçuk", "one and a half", "1.5"),
        ("iki buçuk", "two-and-a-half", "2.5"),
        ("yarım milyon", "half a million", "500000"),
        ("yarım milyar", "half billion", "500000000"),
        ("9.", "9th", "9"),
        ("%2,8", "2.8%", "2.8"),
        ("yüzde 2,8", "2.8 per cent", "2.8"),
        ("sıfır", "zero", "0"),
        ("57 milyar dolarlık", "57 billion dollars", "57000000000"),
        ("beş milyarlık", "five billion", "5000000000"),
        ("47'si", "47", "47"),
        ("600dür", "600", "600"),
        ("yedi’dir", "seven", "7"),
        ("yirmi dördü", "twenty-four", "24"),
        ("otuz dörde", "thirty-four", "34"),
        ("yirmi beşer", "twenty-five", "25"),
        ("1,5 milyar", "$1.5bn", "1500000000"),
        ("1,2 milyon", "€1.2m", "1200000"),
        ("5 milyon", "£5 m", "5000000"),
        ("20 bin", "20k", "20000"),
        ("3 milyon", "3mn", "3000000"),
    ],
)
def test_a_number_in_words_or_digits_is_one_value_in_both_languages(turkish: str, english: str, value: str) -> None:
    assert amounts(turkish) == amounts(english, "en") == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("bir ülke", "tr"), ("onun altında", "tr"), ("ikili ilişkiler", "tr"), ("altın ve gümüş", "tr"), ("binada", "tr"),
        ("yüzden", "tr"), ("biri", "tr"), ("G20, 5G ve COVID-19", "tr"), ("one of the members", "en"),
        ("on the ground", "en"), ("the 1990s", "en"), ("millions", "en"), ("bir önceki yıl", "tr"), ("bir öneri", "tr"),
        ("denizde yüzer", "tr"), ("ikincil", "tr"), ("yarım saat", "tr"), ("half of the members", "en"),
    ],
)  # fmt: skip
def test_words_that_only_look_like_numbers_are_none(text: str, language: Language) -> None:
    assert amounts(text, language) == []


@pytest.mark.parametrize("text", ["1.5km", "3.5GB", "1,5km", "12.55m", "5m", "v1.2.3", "G2.5"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_digits_glued_to_letters_are_no_smaller_number(text: str, language: Language) -> None:
    assert amounts(text, language) == []


@pytest.mark.parametrize(("text", "language"), [("5 m", "tr"), ("5 m", "en"), ("$5 m2", "en")])
def test_metres_are_no_millions(text: str, language: Language) -> None:
    assert amounts(text, language) == [5]


@pytest.mark.parametrize("text", ["2.1.1", "05.10.91", "1,2,3", "1.234.5", "1234.567,8", "12,34,567"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_groups_of_digits_that_are_no_thousands_are_no_number(text: str, language: Language) -> None:
    assert find_values(text, language=language) == ()


def test_one_alone_is_a_number_where_it_is_all_there_is() -> None:
    assert amounts("bir") == amounts("One.", "en") == [1]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("üç, dört", "tr", [3, 4]),
        ("üç dört üye", "tr", [3, 4]),
        ("yirmi otuz yıl", "tr", [20, 30]),
        ("iki bin 5000", "tr", [2000, 5000]),
        ("2010-2015", "tr", [2010, 2015]),
        ("otuz iki üye ve on beş üye", "tr", [32, 15]),
        ("two million and 5 countries", "en", [2_000_000, 5]),
        ("in 1991, 16 members", "en", [1991, 16]),
        ("Senato 47, Meclis 107 üyelidir.", "tr", [47, 107]),
        ("on binde 3", "tr", [10_000, 3]),
        ("yüzde 31'den yüzde 12'ye", "tr", [31, 12]),
        ("yüzde altmışı iki ülkeden", "tr", [60, 2]),
        ("7 binin altında", "tr", [7000]),
        ("sekizinci yüzyıl", "tr", [8]),
    ],
)
def test_numbers_side_by_side_stay_apart(text: str, language: Language, values: list[int]) -> None:
    assert amounts(text, language) == values


@pytest.mark.parametrize(
    "text",
    [
        "16 Aralık 1991", "16 ARALIK 1991'de", "16 Aralık 1991’de", "16.12.1991", "16/12/1991", "1991-12-16",
        "December 16, 1991", "December 16th, 1991", "16 December 1991", "16th of December, 1991", "Dec. 16, 1991",
        "Dec 16, 1991", "16 Dec. 1991", "12/16/1991",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_day_is_one_value_however_it_is_written(text: str, language: Language) -> None:
    assert dates(text, language) == [CalendarDate(1991, 12, 16)]
    assert amounts(text, language) == []


def test_a_date_is_as_precise_as_it_is_stated() -> None:
    assert (
        dates("Aralık 1991")
        == dates("December 1991", "en")
        == dates("1991 yılının Aralık ayında")
        == [CalendarDate(1991, 12, None)]
    )
    assert dates("16 Aralık'ta") == dates("December 16", "en") == [CalendarDate(None, 12, 16)]
    assert dates("1991'de") == []
    [day], [month] = find_values("16 Aralık 1991", language="tr"), find_values("Aralık 1991", language="tr")
    assert not same_value(day, month)


def test_a_thirteenth_month_is_no_date() -> None:
    assert dates("16.13.1991") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Of the 49 senators, 15 may be appointed.", [49, 15]),
        ("Production in 2030 may reach 5 million.", [2030, 5_000_000]),
        ("Section 5 may apply.", [5]),
        ("On foot, 12 march home.", [12]),
        ("The 3 Jan Blommaert wrote.", [3]),
        ("In 1995 Jan Kowalski left.", [1995]),
    ],
)
def test_a_verb_or_a_name_is_no_month(text: str, values: list[int]) -> None:
    assert dates(text, "en") == []
    assert amounts(text, "en") == values


@pytest.mark.parametrize("text", ["15 May 2020", "May 15, 2020", "15 MAY 2020"])
def test_may_in_capitals_is_a_month(text: str) -> None:
    assert dates(text, "en") == [CalendarDate(2020, 5, 15)]


def test_september_is_shortened_in_two_ways() -> None:
    assert dates("Sept. 11, 2001", "en") == dates("Sep 11, 2001", "en") == [CalendarDate(2001, 9, 11)]


def test_the_second_number_is_the_day_only_where_it_can_be_no_month() -> None:
    assert dates("12/25/2001", "en") == [CalendarDate(2001, 12, 25)]
    assert dates("03/04/2001", "en") == [CalendarDate(2001, 4, 3)]


def test_a_value_stands_where_it_is_said_to() -> None:
    text = "İlk olarak KIRK YEDİ üye, 16 Aralık 1991’de; 1,6 milyar."
    found = [text[value.start : value.end] for value in find_values(text, language="tr")]
    assert found == ["KIRK YEDİ", "16 Aralık 1991", "1,6 milyar"]


@given(st.text(max_size=60))
def test_any_text_is_read_with_places_in_order_and_within_it(text: str) -> None:
    for language in ("tr", "en"):
        places = [(value.start, value.end) for value in find_values(text, language=language)]
        assert places == sorted(places)
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(places))


TURKISH_ONES = ["", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"]
TURKISH_TENS = ["", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"]


def spelled(number: int) -> str:
    millions, thousands, rest = number // 10**6, number // 1000 % 1000, number % 1000
    parts = [hundreds(millions), "milyon"] if millions else []
    if thousands:
        parts += ["bin"] if thousands == 1 else [hundreds(thousands), "bin"]
    return " ".join(part for part in [*parts, hundreds(rest)] if part)


def hundreds(number: int) -> str:
    count = number // 100
    words = [
        "" if count < 2 else TURKISH_ONES[count],
        "yüz" if count else "",
        TURKISH_TENS[number // 10 % 10],
        TURKISH_ONES[number % 10],
    ]
    return " ".join(word for word in words if word)


ORDINAL_ENDINGS = {"a": "ıncı", "ı": "ıncı", "e": "inci", "i": "inci", "o": "uncu", "u": "uncu", "ö": "üncü", "ü": "üncü"}


def ordinal(number: int) -> str:
    word = spelled(number)
    ending = ORDINAL_ENDINGS[[letter for letter in word if letter in ORDINAL_ENDINGS][-1]]
    stem = word.removesuffix("t") + "d" if word.endswith("dört") else word
    return stem + (ending[1:] if word[-1] in ORDINAL_ENDINGS else ending)


@given(st.integers(1, 999_999_999))
def test_every_ordinal_spelled_in_turkish_is_read_back(number: int) -> None:
    assert amounts(ordinal(number)) == amounts(f"{ordinal(number)} yüzyıl") == [number]


@given(st.decimals(1, 999, places=1), st.sampled_from(["km", "GB", "kg", "mm", "G", "x"]))
def test_no_part_of_a_decimal_before_letters_is_a_number(number: Decimal, letters: str) -> None:
    assert amounts(f"{number}{letters}", "en") == amounts(f"{number}{letters}".replace(".", ",")) == []


@given(st.integers(2, 999_999_999))
def test_every_number_spelled_in_turkish_is_read_back(number: int) -> None:
    assert amounts(spelled(number)) == [number]
    assert amounts(f"{number:,}".replace(",", ".")) == [number]
    assert amounts(f"{number:,}", "en") == [number]
