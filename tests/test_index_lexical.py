"""The lexical leg: what a question's words find, whatever form they are written in."""

from pathlib import Path

import pytest

from corpus.text import prefix
from corpus.types import Passage, Sentence
from index.lexical import LexicalIndex
from index.retriever import WEIGHTS

FIELDS = WEIGHTS["tr"].fields
PREFIX_ONLY = {"prefix": 1.0}

TEXTS = {
    1: "Kazakistan'ın dış politikası çok yönlüdür.",
    2: "İstanbul Boğazı'ndan her gün yüzlerce gemi geçer.",
    3: "Belediyelerin gelirleri merkezî bütçeden aktarılır.",
    4: "Reformlar 1,6 milyon kişiyi 1995 yılından beri etkiledi.",
    5: "The economy of the country depends on oil exports.",
    6: "Işık hızı sabittir ve ölçülebilir.",
}
HEADINGS = {3: "2.1.1. Yerel Yönetimler"}


def passage(text: str, heading: str = "") -> Passage:
    return Passage("d", 0, len(text), text, heading, (Sentence(0, len(text), text),))


def filled(folder: Path) -> LexicalIndex:
    index = LexicalIndex(folder)
    index.change([(i, i * 10, passage(text, HEADINGS.get(i, ""))) for i, text in TEXTS.items()], ())
    return index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return filled(tmp_path_factory.mktemp("lexical"))


def found(index: LexicalIndex, question: str, **more: object) -> list[int]:
    return [i for i, _ in index.search(question, 10, weights=FIELDS, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Kazakistan'daki politikaların yönü", 1, id="other suffixes"),
        pytest.param("belediyelerimizden", 3, id="another inflected form"),
        pytest.param("KAZAKİSTAN DIŞ POLİTİKA", 1, id="Turkish capitals"),
        pytest.param("ISTANBUL BOGAZI", 2, id="capitals without Turkish letters"),
        pytest.param("istanbul bogazindan gecen gemi", 2, id="without Turkish letters"),
        pytest.param("Kazakistan’ın", 1, id="typographic apostrophe"),
        pytest.param("Kazakistanʼa", 1, id="modifier apostrophe"),
        pytest.param("I\u0307stanbul Bog\u0306azı", 2, id="combining marks"),
        pytest.param("isik hizi", 6, id="dotless i as i"),
        pytest.param("IŞIK", 6, id="capital dotless i"),
        pytest.param("merkezi bütçe", 3, id="without the circumflex"),
        pytest.param("1.6 milyon", 4, id="decimal point for decimal comma"),
        pytest.param("1995", 4, id="a number"),
        pytest.param("What does the Kazakhstan economy export?", 5, id="English"),
    ],
)
def test_a_passage_is_found_by_another_form_of_its_words(index: LexicalIndex, question: str, expected: int) -> None:
    assert found(index, question)[0] == expected


def test_a_heading_is_matched_but_does_not_count_as_words_of_the_text(index: LexicalIndex) -> None:
    assert found(index, "yerel yönetim") == [3]
    assert index.search("yerel yönetim", 10, weights=PREFIX_ONLY) == []
    assert index.document_frequency("yerel") == 0


def test_only_passages_of_the_given_versions_are_found(index: LexicalIndex) -> None:
    question = "politika gemi belediye"
    assert set(found(index, question)) >= {1, 2, 3}
    assert set(found(index, question, versions=[10, 30])) == {1, 3}
    assert found(index, question, versions=[60]) == found(index, question, versions=[]) == []


def test_keeping_to_versions_changes_no_score(index: LexicalIndex) -> None:
    free = dict(index.search("politika gemi belediye", 10, weights=FIELDS))
    kept = index.search("politika gemi belediye", 10, weights=FIELDS, versions=[10, 20])
    assert kept == [(i, pytest.approx(free[i])) for i, _ in kept]
    assert len(kept) == 2


def test_scores_are_positive_and_fall(index: LexicalIndex) -> None:
    scores = [score for _, score in index.search("dış politika gemi bütçe milyon", 10, weights=FIELDS)]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_no_more_than_k_are_given(index: LexicalIndex) -> None:
    assert len(index.search("politika gemi belediye milyon economy", 2, weights=FIELDS)) == 2


def test_a_question_full_of_query_syntax_is_only_its_words(index: LexicalIndex) -> None:
    assert found(index, 'AND (title:x* -gemi~ +"OR" [1 TO 2] {a^9} \\ NOT /.*/') == [2]
    assert found(index, "-politika") == found(index, "politika") == [1]
    assert found(index, 'gemi AND politika"') == found(index, "gemi politika and")


@pytest.mark.parametrize(
    "question", ["", "   ", "?!… —", "ve bu ne", "the of and", "'", "🎉", "\x00\x1f", "a" * 5000, "((((" * 500]
)
def test_a_question_without_content_does_not_crash(index: LexicalIndex, question: str) -> None:
    assert all(i in TEXTS for i in found(index, question))


def test_nothing_is_found_for_words_that_stand_nowhere(index: LexicalIndex) -> None:
    assert index.search("zürafa kanguru", 10, weights=PREFIX_ONLY) == []


def test_removing_what_is_not_there_removes_nothing(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.change((), [99])
    assert index.ids() == set(TEXTS)


def test_a_change_that_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    index = filled(tmp_path)

    def failing():
        yield 8, 80, passage("Yarıda kalan.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.change(failing(), [1])
    assert index.ids() == LexicalIndex(tmp_path).ids() == set(TEXTS)
    index.change([(8, 80, passage("Şimdi oldu."))], ())
    assert index.ids() == {*TEXTS, 8}


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.change([(7, 70, passage("Zürafa uzun boyunludur."))], ())
    again = LexicalIndex(tmp_path)
    assert again.ids() == index.ids() == {*TEXTS, 7}
    for text in TEXTS.values():
        assert again.search(text, 10, weights=FIELDS) == index.search(text, 10, weights=FIELDS)


def test_an_open_searcher_does_not_see_what_another_writes(tmp_path: Path) -> None:
    filled(tmp_path)
    reader, writer = LexicalIndex(tmp_path), LexicalIndex(tmp_path)
    before = reader.search("dış politika", 10, weights=FIELDS)
    writer.change([(7, 70, passage("Dış politika yine dış politikadır."))], [1])
    assert reader.search("dış politika", 10, weights=FIELDS) == before
    assert reader.ids() == set(TEXTS)
    assert found(writer, "dış politika")[0] == 7


def test_a_new_index_is_empty_and_can_be_asked(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "new" / "folder")
    assert (len(index), index.ids(), found(index, "bir şey")) == (0, set(), [])


def test_document_frequency_counts_passages_with_any_form_of_the_word(index: LexicalIndex) -> None:
    assert index.document_frequency(prefix("politikalarin")) == 1
    assert index.document_frequency(prefix("zurafa")) == 0


def test_a_passage_is_found_by_a_translation_of_a_word(index: LexicalIndex) -> None:
    known = {"politics": {"polit": 1.0, "siyas": 0.5}}
    hits = index.search("foreign politics", 10, weights=PREFIX_ONLY, forms=lambda word: known.get(word, {word: 1.0}))
    assert [passage_id for passage_id, _ in hits] == found(index, "politika")


def test_of_several_translations_the_best_counts_and_not_their_sum(index: LexicalIndex) -> None:
    one = index.search("x", 10, weights=PREFIX_ONLY, forms=lambda _: {"polit": 1.0})
    many = index.search("x", 10, weights=PREFIX_ONLY, forms=lambda _: {"polit": 1.0, "zuraf": 0.9, "dis": 0.01})
    assert many[0] == one[0]


def test_added_passages_are_found_and_removed_ones_are_not(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.change([(7, 70, passage("Zürafa uzun boyunludur."))], [1, 2])
    assert index.ids() == {3, 4, 5, 6, 7}
    assert len(index) == 5
    assert found(index, "zürafalar")[0] == 7
    assert not {1, 2} & set(found(index, "kazakistan dış politikası istanbul boğazı"))
