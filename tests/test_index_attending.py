"""The cross-encoder in the retriever: which sentences it reads, and what follows from what it says."""

from bisect import bisect_right
from dataclasses import replace

import numpy as np
import pytest

from corpus.chunking import split_document
from corpus.text import prefix
from corpus.types import Chunking, Document, Metadata
from index.attending import READ, SENTENCES, attend, say
from index.crossing import LEAST, MOST, CrossEncoder, load_cross_encoder
from index.embedders import BUNDLED, MODELS
from index.errors import EncoderUnavailable
from index.meeting import Wanted
from index.types import DocumentRecord, Hit

BOARD = "Kurul her ay toplanır. Kurul 49 üyeden oluşur. Üyeleri bakan atar. Toplantılar herkese açıktır. Tutanak tutulur."
HARBOUR = "Liman 1950 yılında yapıldı. Derinliği on iki metredir. Limana yılda üç yüz gemi gelir."


@pytest.fixture(scope="module")
def cross() -> CrossEncoder:
    return load_cross_encoder()


def hit(text: str, *nearness: float, score: float = 0.5) -> Hit:
    [passage] = split_document(Document("d", text, "", ""), Chunking())
    assert len(passage.sentences) == len(nearness)
    record = DocumentRecord(1, "d", "", "d.txt", "", Metadata(), (), len(text))
    return Hit(1, record, passage, score, plain_scores=nearness)


def wanted(*content: str) -> Wanted:
    """Words that count alike and are found as they are."""
    weights = np.full(len(content), 1 / max(1, len(content)))
    return Wanted(content, weights, tuple({prefix(word): 1.0} for word in content), tuple(() for _ in content))


NOWHERE = wanted("zurafa")


def read_of(seen: Hit) -> set[int]:
    """Numbers of the sentences that have marks."""
    starts = [0]
    for sentence in seen.passage.sentences:
        starts.append(starts[-1] + len(sentence.reading) + 1)
    return {bisect_right(starts, start) - 1 for start, _, _, _ in seen.marks}


def test_only_the_nearest_sentences_are_read(cross: CrossEncoder) -> None:
    nearness = [[0.2, 0.9, 0.8, 0.1, 0.1], [0.7, 0.0, 0.6], [0.4, 0.5, 0.3, 0.05, 0.35]]
    hits = [hit(text, *own) for text, own in zip((BOARD, HARBOUR, BOARD), nearness, strict=True)]
    least = sorted(near for own in nearness for near in own)[-SENTENCES]
    found = attend(cross, "Kurul kaç üyeden oluşur?", hits, wanted=NOWHERE)
    for own, near in zip(found, nearness, strict=True):
        reading = own.passage.reading
        read = {place for place, value in enumerate(near) if value >= least}
        assert read_of(own) == read
        assert all(reading[start:end].strip() == reading[start:end] != "" for start, end, _, _ in own.marks)
        assert {place for place, odds in enumerate(own.odds) if odds > LEAST} <= read


def test_of_sentences_as_near_those_with_the_words_and_those_beside_them_are_read_first(cross: CrossEncoder) -> None:
    hits = [hit(BOARD, *[0.5] * 5), hit(HARBOUR, *[0.5] * 3), hit(BOARD, *[0.5] * 5)]
    assert [read_of(own) for own in attend(cross, "Derinliği ne?", hits, wanted=NOWHERE)] == [
        set(range(5)),
        {0, 1, 2},
        set(),
    ]
    found = attend(cross, "Derinliği ne?", [hits[0], hits[2], hits[1]], wanted=wanted("derinligi"))
    assert [read_of(own) for own in found] == [set(range(5)), set(), {0, 1, 2}]


def test_of_sentences_as_near_those_of_better_hits_are_read_first(cross: CrossEncoder) -> None:
    hits = [hit(BOARD, *[0.5] * 5, score=0.9 - number / 10) for number in range(3)]
    assert [read_of(own) for own in attend(cross, "Üyeleri kim atar?", hits, wanted=NOWHERE)] == [
        set(range(5)),
        {0, 1, 2},
        set(),
    ]


def test_what_was_not_aligned_is_not_read(cross: CrossEncoder) -> None:
    hits = [replace(hit(HARBOUR, 0.0, 0.0, 0.0), plain_scores=()), hit(BOARD, *[0.1] * 5)]
    found = attend(cross, "Derinliği ne?", hits, wanted=wanted("derinligi"))
    assert [read_of(own) for own in found] == [set(), set(range(5))]


def test_the_sentence_that_answers_has_the_highest_odds(cross: CrossEncoder) -> None:
    for question in ("Kurul kaç üyeden oluşur?", "How many members does the board have?"):
        hits = attend(cross, question, [hit(BOARD, *[0.5] * 5), hit(HARBOUR, 0.4, 0.4, 0.4)], wanted=NOWHERE)
        assert np.argmax(hits[0].odds) == 1
        assert max(hits[0].odds) > max(hits[1].odds)
        assert say(hits[0]) > say(hits[1])


def test_a_question_nothing_answers_has_lower_odds_than_one_that_is_answered(cross: CrossEncoder) -> None:
    [answered], [not_answered] = (
        cross.score(question, [BOARD.split(". ")]) for question in ("Üyeleri kim atar?", "Kurulun başkanı nerede doğdu?")
    )
    assert max(answered) > max(not_answered)


def test_odds_do_not_depend_on_what_else_is_read(cross: CrossEncoder) -> None:
    alone = cross.score("Derinliği kaç metredir?", [["Derinliği on iki metredir."]])
    beside = cross.score("Derinliği kaç metredir?", [["Derinliği on iki metredir."], BOARD.split(". ")])
    assert alone[0] == pytest.approx(beside[0], abs=0.3)  # bfloat16


def test_every_sentence_has_odds_within_bounds_whatever_it_is(cross: CrossEncoder) -> None:
    windows = [["", "…", "x" * 3000], ["😀", "<script>", "\n"]]
    found = cross.score("?" * 2000, windows)
    assert [len(own) for own in found] == [3, 3]
    assert all(LEAST <= value <= MOST for own in found for value in own)
    assert found[0][0] == LEAST
    assert cross.score("", [["Derinliği on iki metredir."]])[0].shape == (1,)


def test_nothing_is_read_where_there_is_nothing(cross: CrossEncoder) -> None:
    assert cross.score("Kurul kaç üyeden oluşur?", []) == []
    assert attend(cross, "Kurul kaç üyeden oluşur?", [], wanted=NOWHERE) == []
    assert READ > 0


def test_a_missing_model_is_one_clear_error() -> None:
    with pytest.raises(EncoderUnavailable, match="kaynak-tr-en-reader"):
        CrossEncoder(MODELS / "nowhere", MODELS / BUNDLED)
