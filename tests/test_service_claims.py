"""Two places disagree where they say different things of one time, and not where one only says it in other words."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import prefix, words
from corpus.values import find_values
from service.reading.claims import Claim, differ, exactness


def claim(reading: str, *years: int) -> Claim:
    """What a sentence of nothing but the reading would claim."""
    found = find_values(reading, language="tr")
    step, about = exactness(reading, found[0], "tr") if found else (Decimal(0), False)
    name = frozenset(map(prefix, words(reading)))
    short = re.sub(r"^(?:yaklaşık|about) ", "", reading)
    return Claim(found[0] if found else None, name, short, step, about, frozenset(years), None, 1.0, counts=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kırk yedi", "47"),
        ("1,6 milyar", "1.600 milyon"),
        ("1,6 milyon", "1.587.400"),
        ("yaklaşık 1.600", "1.587"),
        ("200'den fazla", "214"),
        ("14 Mayıs 1992", "1992"),
        ("14 Mayıs 1992", "1992 yılının mayıs ayında"),
        ("Mizan Denetim", "Mizan Denetim AŞ"),
        ("BKK", "Büyük Kanal Kurumu"),
    ],
)
def test_the_same_in_other_words_is_agreement(one: str, other: str) -> None:
    assert not differ(claim(one), claim(other))
    assert not differ(claim(other), claim(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("49", "kırk yedi"),
        ("1,6 milyon", "1,7 milyon"),
        ("8,3 milyon ton", "8 milyon ton"),
        ("1.587", "1.600"),
        ("14 Mayıs 1992", "1993 yılının şubat ayına"),
        ("14 Mayıs 1992", "15 Haziran 1992"),
        ("Teodor Vansel", "Leonid Kastar"),
    ],
)
def test_other_values_and_names_differ(one: str, other: str) -> None:
    assert differ(claim(one), claim(other))
    assert differ(claim(other), claim(one))


def test_values_of_two_stated_years_may_both_be_right() -> None:
    assert not differ(claim("4,1 milyon", 2020), claim("3,9 milyon", 2021))
    assert differ(claim("4,1 milyon", 2020), claim("3,9 milyon", 2020))
    assert differ(claim("4,1 milyon", 2020), claim("3,9 milyon"))


def test_a_value_and_a_name_cannot_be_compared() -> None:
    assert not differ(claim("47"), claim("Cumhurbaşkanı"))


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_whole_numbers_differ_unless_they_are_equal(one: int, other: int) -> None:
    assert differ(claim(str(one)), claim(str(other))) == (one != other)
