"""Sources that disagree: places that answer the same question with different values."""

from collections.abc import Sequence
from math import log

import numpy as np

from corpus.types import Language
from service.reading.choosing import Choice
from service.reading.claims import differ
from service.reading.evidence import Asked, Evidence
from service.reading.model import load_model
from service.reading.rivals import RIVAL, Place, chosen_place, find_rivals
from service.types import Citation, Conflict, Side

_HEARD = 0.4  # probability from which a rival is shown: few alarms are false at it
_MESSAGE: dict[Language, str] = {
    "tr": "Kaynaklar bu konuda farklı değerler veriyor.",
    "en": "The sources give different values for this.",
}


def find_conflicts(asked: Asked, read: Sequence[Evidence], choice: Choice, *, late: bool) -> tuple[Conflict, ...]:
    """The conflict about what was asked, if there is one; the answer's own side is the first, the others likeliest first.

    Whether a rival contradicts the answer is told by a logistic regression (`python -m eval.fitting_conflicts`).
    """
    own = chosen_place(asked, read, choice)
    if own is None:
        return ()
    sides = [own]
    for place in _contradicting(asked, read, choice, own, late=late):
        if all(differ(place.claim, side.claim) for side in sides):
            sides.append(place)
    if len(sides) < 2:
        return ()
    shown = tuple(_side(place, read[place.passage]) for place in sides)
    return (Conflict(_MESSAGE[asked.understanding.language], shown, _newest(shown)),)


def _contradicting(asked: Asked, read: Sequence[Evidence], choice: Choice, own: Place, *, late: bool) -> list[Place]:
    model, heard = load_model("conflicts", late=late), log(_HEARD / (1 - _HEARD))
    rivals = find_rivals(asked, read, choice, own, hopeful=lambda least, most: model.highest(least, most, RIVAL) >= heard)
    if not rivals:
        return []
    scores = model.score(np.stack([rival.figures for rival in rivals]), RIVAL)
    return [rivals[number].place for number in np.argsort(-scores, kind="stable") if scores[number] >= heard]


def _side(place: Place, evidence: Evidence) -> Side:
    hit = evidence.hit
    sentence = hit.passage.sentences[place.sentence]
    year = place.claim.year or hit.document.metadata.year
    return Side(place.claim.reading, Citation(0, hit, sentence.start, sentence.end, sentence.reading, hit.score), year)


def _newest(sides: Sequence[Side]) -> int | None:
    years = [side.year for side in sides]
    known = [year for year in years if year is not None]
    if len(known) < len(years) or known.count(max(known)) != 1:
        return None
    return known.index(max(known))
