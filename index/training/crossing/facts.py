"""The fields of countries as passages: sentences that are alike in all but what they say."""

import random
from collections.abc import Iterator
from typing import Any

from index.training.crossing.examples import Example
from index.training.crossing.passages import Passages

FACTS = "factbook_en"
_CHANCE = 0.1
_FIELDS = 6  # of one country in a passage
_FIELD_LENGTH = 260
_COUNTRY_PASSAGES = 5
_ASKED = 2  # of the fields of a passage


def facts(rows: Iterator[dict[str, Any]], passages: Passages, rng: random.Random) -> Iterator[Example]:
    """Short fields of one country as one passage, so that its name alone does not give the sentence away."""
    countries: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if len(row["passage"]) < _FIELD_LENGTH:
            countries.setdefault(row["title"], []).append(row)
    for country, fields in countries.items():
        rng.shuffle(fields)
        for start in range(0, min(len(fields) - _FIELDS + 1, _FIELDS * _COUNTRY_PASSAGES), _FIELDS):
            together = fields[start : start + _FIELDS]
            number = passages.add_joined([_field(row["passage"], country, rng) for row in together], "en", FACTS)
            for place in rng.sample(range(_FIELDS), _ASKED):
                yield Example(together[place]["question"], "en", number, frozenset({place}), None, _CHANCE)


def _field(text: str, country: str, rng: random.Random) -> str:
    """A field under its name, with that of the country before it in half of the cases."""
    head, _, body = text.partition(": ")
    name = head.partition(" - ")[2] or head
    return f"{country} - {name}: {body}" if rng.random() < 0.5 else f"{name}: {body}"
