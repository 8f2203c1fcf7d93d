"""The text of evidence that came as offsets alone, as readers' judgements do: that of the index that they were made of."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from eval.types import Evidence, Question
from index.opening import open_index


def quoted(questions: Sequence[Question], data: Path) -> tuple[list[Question], list[str]]:
    """The questions with the text of all their evidence, and what was left out since the index in `data` lacks it.

    The index is opened only where a text is wanted; raises IndexMissing, IndexFormat or IndexDamaged.
    """
    places = [place for question in questions for place in question.evidence]
    texts = _texts(data, {place.document for place in places if _is_bare(place)})
    found, lost = [], []
    for question in questions:
        told = [_with_text(place, texts) for place in question.evidence]
        # No fault of the file: anyone may send a judgement, and documents change.
        lost += [
            f"{question.id}: the index has no characters {place.start} to {place.end} of {place.document}"
            for place in told
            if _is_bare(place)
        ]
        kept = tuple(place for place in told if not _is_bare(place))
        if kept or question.answers or not told:
            found.append(replace(question, evidence=kept))
    return found, lost


def _texts(data: Path, documents: set[str]) -> dict[str, str]:
    if not documents:
        return {}
    with closing(open_index(data)) as index:
        versions = {name: index.records[name].version for name in documents if name in index.records}
        return {name: index.store.text(version) for name, version in versions.items()}


def _with_text(place: Evidence, texts: dict[str, str]) -> Evidence:
    text = texts.get(place.document, "")[place.start : place.end]
    whole = len(text) == place.end - place.start
    return replace(place, text=text) if _is_bare(place) and whole else place


def _is_bare(place: Evidence) -> bool:
    return place.start < place.end and not place.text
