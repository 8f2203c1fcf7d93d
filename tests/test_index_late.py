"""Late interaction: packed token vectors, MaxSim, and the alignment inside a passage."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunking import split_document
from corpus.types import Chunking, Document, Format, Passage
from index.alignment import Asked, align, raw_places
from index.rerankers import RERANKERS, MaxSim
from index.tokens import TokenTable, cosines, join, pack


def unit_rows(count: int, seed: int = 0, dimensions: int = 128) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def table(*counts: int) -> tuple[TokenTable, list[np.ndarray]]:
    passages = [unit_rows(count, seed) for seed, count in enumerate(counts)]
    return pack(passages), passages


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 5))
def test_packed_cosines_are_near_the_exact_ones(counts: list[int], tokens: int) -> None:
    packed, passages = table(*counts)
    question = unit_rows(tokens, 99)
    exact = question @ np.concatenate(passages).T
    assert np.allclose(cosines(question, packed.rows), exact, atol=0.08)
    assert packed.rows.dtype == np.uint8
    assert packed.rows.shape == (sum(counts), 64)


def test_a_vector_is_nearest_to_itself_after_packing() -> None:
    packed, [vectors] = table(500)
    assert (cosines(vectors, packed.rows).argmax(axis=1) == np.arange(500)).all()


def test_tables_are_taken_and_joined_by_passage() -> None:
    packed, _ = table(3, 0, 2, 4)
    taken = packed.take(np.array([3, 1, 0]))
    assert np.diff(taken.starts).tolist() == [4, 0, 3]
    assert (taken.rows[:4] == packed.rows[5:9]).all()
    both = join([packed, taken])
    assert len(both) == 7
    assert (both.take(np.array([4])).rows == packed.rows[5:9]).all()


@pytest.mark.parametrize("name", RERANKERS)
def test_every_reranker_gives_one_score_a_candidate_and_puts_the_same_text_first(name: str) -> None:
    packed, passages = table(20, 0, 30, 1)
    scores = RERANKERS[name]().score(passages[2][:7], packed)
    assert scores.shape == (4,)
    assert scores.argmax() == 2
    assert np.isfinite(scores).all()


def test_maxsim_is_the_mean_of_the_best_cosines() -> None:
    packed, passages = table(20, 30)
    question = unit_rows(6, 42)
    exact = [(question @ passage.T).max(axis=1).mean() for passage in passages]
    assert np.allclose(MaxSim().score(question, packed), exact, atol=0.05)


def only_passage(text: str) -> Passage:
    [passage] = split_document(Document("d", text, "", ""), Chunking())
    return passage


def word_pieces(text: str) -> tuple[list[str], list[tuple[int, tuple[int, int]]]]:
    """Each distinct word is a piece; row numbers in the order they are met."""
    rows: dict[str, int] = {}
    pieces, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        pieces.append((rows.setdefault(word.strip("."), len(rows)), (start, start + len(word.strip(".")))))
        start += len(word)
    return list(rows), pieces


def test_the_sentence_with_the_answering_words_scores_highest_and_the_words_are_marked_in_the_raw_text() -> None:
    text = "Ülke geniştir.\nValileri bölge-\nlere Cumhurbaşkanı atar.1 Nüfus azdır.\n\n1 Kaynak budur"
    passage = only_passage(text)
    words, pieces = word_pieces(passage.reading)
    vectors = unit_rows(len(words))
    of = {word: vectors[row] for row, word in enumerate(words)}
    question = np.stack([of["atar"], of["Valileri"], of["geniştir"]])
    typed = "appoints governors the"
    asked = Asked.of(typed, question, [(0, (0, 8)), (1, (9, 18)), (2, (19, 22))])
    found = align(asked, passage, pack([vectors]).rows, pieces)
    assert np.argmax(found.plain_scores) == 1
    pairs = [(text[word.start : word.end], typed[slice(*word.asked)]) for word in found.highlights]
    assert pairs == [("Valileri", "governors"), ("atar", "appoints")]


def test_highlights_follow_words_through_what_the_reading_leaves_out() -> None:
    text = "Bu değerlen-\ndirme 2.1 sürümüdür.\t\tSon\u00adra biter."
    passage = only_passage(text)
    assert "değerlendirme" in passage.reading
    words, pieces = word_pieces(passage.reading)
    vectors = unit_rows(len(words))
    chosen = [words.index(word) for word in ("değerlendirme", "Sonra", "biter")]
    question = " ".join(words[row] for row in chosen)
    places = [
        (i, (question.index(words[row]), question.index(words[row]) + len(words[row]))) for i, row in enumerate(chosen)
    ]
    found = align(Asked.of(question, vectors[chosen], places), passage, pack([vectors]).rows, pieces)
    assert [text[word.start : word.end] for word in found.highlights] == ["değerlen-\ndirme", "Son\u00adra", "biter"]


def highlighted(text: str, typed: str, blends: dict[str, dict[str, float]]) -> list[tuple[str, str]]:
    """Highlighted words of a text with those of the question; each word asked is a blend of words of the text."""
    passage = only_passage(text)
    words, pieces = word_pieces(passage.reading)
    vectors, [spans] = unit_rows(len(words)), [word_pieces(typed)[1]]
    blended = [sum(share * vectors[words.index(word)] for word, share in blend.items()) for blend in blends.values()]
    question = np.stack([row / np.linalg.norm(row) for row in blended]).astype(np.float32)
    assert list(blends) == typed.split()
    found = align(Asked.of(typed, question, spans), passage, pack([vectors]).rows, pieces)
    return [(text[word.start : word.end], typed[slice(*word.asked)]) for word in found.highlights]


@pytest.mark.parametrize(("first", "second", "nearest"), [(1.0, 3.0, "reform"), (3.0, 1.0, "change")])
def test_of_words_that_point_at_one_word_the_nearest_counts(first: float, second: float, nearest: str) -> None:
    blends = {"change": {"reform": first, "gemi": 0.9}, "reform": {"reform": second, "gemi": 0.9}}
    assert highlighted("Yeni reform burada. Eski gemi orada.", "change reform", blends) == [("reform", nearest)]


def test_a_function_word_or_a_suffix_of_the_passage_answers_nothing_and_the_next_nearest_does() -> None:
    blends = {"fleet": {"ile": 1.0, "gemi": 0.9}, "with": {"ile": 1.0}, "Kars": {"Kars": 1.0}, "west": {"DE": 1.0}}
    assert highlighted("Reform ile gemi Kars DE kaldı.", "fleet with Kars west", blends) == [
        ("gemi", "fleet"),
        ("Kars", "Kars"),
    ]
    passage = only_passage("Bakü’nün limanı.")
    vectors = unit_rows(3)
    pieces = [(0, (0, 4)), (1, (5, 8)), (2, (9, 15))]
    found = align(Asked.of("nün", vectors[1:2], [(0, (0, 3))]), passage, pack([vectors]).rows, pieces)
    assert found.highlights == ()


def test_a_word_of_the_question_is_whole_when_its_accents_are_characters_of_their_own() -> None:
    typed = unicodedata.normalize("NFD", "üç")
    vectors = unit_rows(1)
    asked = Asked.of(typed, vectors, [(0, (0, 3))])
    assert asked.spans == ((0, 4),)


def test_what_a_link_leaves_out_is_not_taken_for_what_follows() -> None:
    text = (
        'See [the port](https://x.example/the-a.b "about 12 quays") 12 ships lie, [limanı](http://a.example/n 3)nda 3 gemi.'
    )
    [passage] = split_document(Document("d", text, "", "", format="markdown"), Chunking())
    start = passage.reading.index("12 ships")
    places = raw_places(passage, 0, 0)
    assert text[places[start] : places[start + len("12 ships") - 1] + 1] == "12 ships"


@given(
    st.text(st.sampled_from("ab1. \n-*[]()\f\u00ad\u200b\u00a0"), min_size=1, max_size=80),
    st.sampled_from(["text", "markdown"]),
)
@settings(deadline=None, max_examples=300)
def test_every_character_of_a_reading_has_its_place_in_the_raw_text(text: str, form: Format) -> None:
    for passage in split_document(Document("d", text, "", "", format=form), Chunking(size=40)):
        places = raw_places(passage, 0, len(passage.sentences) - 1)
        assert len(places) == len(passage.reading)
        for place, character in zip(places, passage.reading, strict=True):
            assert passage.start <= place <= passage.end
            assert character == " " or text[place] == character


def test_a_question_of_function_words_alone_still_scores_sentences() -> None:
    passage = only_passage("Bir cümle. İki cümle.")
    words, pieces = word_pieces(passage.reading)
    vectors = unit_rows(len(words))
    found = align(Asked.of("bu", vectors[:1], [(0, (0, 2))]), passage, pack([vectors]).rows, pieces)
    assert found.plain_scores[0] > found.plain_scores[1]
    assert align(Asked.of("", vectors[:0], []), passage, pack([vectors]).rows, pieces).highlights == ()


def test_a_suffix_after_an_apostrophe_tells_nothing_of_its_own() -> None:
    question = "Türkiye'nin O'Brien'ı"
    spans = [(0, (0, 7)), (1, (8, 11)), (2, (12, 13)), (3, (14, 19)), (4, (20, 21))]
    asked = Asked.of(question, unit_rows(5), spans)
    assert asked.telling.tolist() == [True, False, False, True, False]
