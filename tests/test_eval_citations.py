"""Measures of citations, on a small text and on the five documents."""

from dataclasses import replace

import pytest

from corpus.types import Document, Page
from eval.citations import character_precision, character_recall, page_accuracy, validity
from eval.datasets import load_documents
from eval.types import CitedSpan, Evidence

TEXT = "Aktau limandır. Astana başkenttir. Ova düzdür."
DOCUMENTS = {
    "d": Document("d", TEXT, "", "", pages=(Page(1, 0, 16), Page(2, 16, len(TEXT)))),
    "e": Document("e", "Çöl.", "", ""),
}


def cited(start: int, end: int, **given: object) -> CitedSpan:
    made = CitedSpan("d", start, end, TEXT[start:end], 1 if start < 16 else 2, 1 if end <= 16 else 2)
    return replace(made, **given)


def test_a_citation_is_valid_only_if_its_text_stands_at_its_offsets() -> None:
    good = cited(16, 34)
    assert validity([good], DOCUMENTS) == 1
    faulty = [
        replace(good, start=17), replace(good, end=35), replace(good, text="Astana"), replace(good, document="x"),
        cited(5, 5), cited(-4, -1, text=TEXT[-4:-1]), cited(40, 60),
    ]  # fmt: skip
    for citation in faulty:
        assert validity([citation], DOCUMENTS) == 0, citation
    assert validity([good, faulty[0]], DOCUMENTS) == 0.5


def test_pages_are_those_of_the_first_and_the_last_character() -> None:
    assert page_accuracy([cited(0, 16), cited(16, 34), cited(10, 34)], DOCUMENTS) == 1
    assert page_accuracy([cited(10, 34, end_page=1), cited(0, 16)], DOCUMENTS) == 0.5
    assert page_accuracy([cited(0, 16, start_page=None)], DOCUMENTS) == 0
    assert page_accuracy([CitedSpan("e", 0, 4, "Çöl.")], DOCUMENTS) is None


def test_characters_count_once_however_often_they_are_cited() -> None:
    evidence = [Evidence("d", 16, 34, TEXT[16:34])]
    assert character_precision([cited(16, 34), cited(16, 34)], evidence) == 1
    assert character_precision([cited(16, 34), cited(0, 15)], evidence) == pytest.approx(18 / 33)
    assert character_recall([cited(16, 25)], evidence) == 0.5
    assert character_recall([cited(16, 25), cited(25, 34)], evidence) == 1


def test_citing_one_of_several_places_is_enough() -> None:
    evidence = [Evidence("d", 0, 15, TEXT[:15]), Evidence("d", 16, 34, TEXT[16:34])]
    assert character_recall([cited(0, 15)], evidence) == 1


def test_what_says_nothing_has_no_value() -> None:
    assert validity([], DOCUMENTS) is None
    assert page_accuracy([], DOCUMENTS) is None
    assert character_precision([], [Evidence("d", 0, 5, "Aktau")]) is None
    assert character_recall([cited(0, 5)], [Evidence("d")]) is None


def test_the_five_documents_give_their_own_pages() -> None:
    for document in load_documents().values():
        for page in document.pages:
            text = document.text[page.start : page.end]
            citation = CitedSpan(document.document_id, page.start, page.end, text, page.number, page.number)
            assert (
                validity([citation], {document.document_id: document}),
                page_accuracy([citation], {document.document_id: document}),
            ) == (1, 1)
