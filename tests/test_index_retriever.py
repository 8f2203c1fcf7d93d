"""Questions to hits over an open index: proof, order, filters, and one state for as long as it is open."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.chunking import chunking_key
from corpus.types import Chunking
from index.building import BuildReport, build
from index.embedders import HashingEmbedder
from index.errors import UnknownDocument
from index.generations import generation_folder
from index.lexical import LexicalIndex
from index.opening import OpenIndex, open_index
from index.retriever import Retriever
from index.timing import Stopwatch
from index.types import Hit

ENCODER = HashingEmbedder()
QUESTIONS = [
    "Ankara'da kaç kitap?", "BURSA KİTAPLARI", "kitap", "Which books are read in Ceyhan?", "ve", "", "zürafa 🎉", "x" * 300,
]  # fmt: skip


def prose(name: str, sentences: int = 40) -> str:
    sentence = "{name} kütüphanesinde {i}. kitap {times} kez okunur. 📚 {name}’da okuyanların sayısı {readers}'tür.\r\n"
    return "".join(sentence.format(name=name, i=i, times=7 * i, readers=i + 3) for i in range(sentences))


def build_of(data: Path, docs: Path) -> BuildReport:
    return build(data, [docs], encoder=lambda _: ENCODER, chunking=Chunking(300, 1))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("retriever")
    docs, data = base / "docs", base / "data"
    docs.mkdir()
    for name in ("Ankara", "Bursa", "Ceyhan"):
        (docs / f"{name}.txt").write_text(prose(name), encoding="utf-8", newline="")
    build_of(data, docs)
    return docs, data


@pytest.fixture(scope="module")
def index(folders: tuple[Path, Path]) -> Iterator[OpenIndex]:
    opened = open_index(folders[1])
    yield opened
    opened.close()


def search(index: OpenIndex, question: str, top_k: int = 5, **more: object) -> list[Hit]:
    return Retriever(index, ENCODER).search(question, language="tr", top_k=top_k, watch=Stopwatch(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_text_of_a_hit_is_its_slice_of_the_file(index: OpenIndex, folders: tuple[Path, Path], question: str) -> None:
    for hit in search(index, question, 50):
        raw = (folders[0] / f"{hit.document.document_id.capitalize()}.txt").read_bytes().decode()
        assert hit.passage.text == raw[hit.passage.start : hit.passage.end]
        assert hit.passage.document_id == hit.document.document_id
        assert all(raw[s.start : s.end] in hit.passage.text for s in hit.passage.sentences)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_lie_between_0_and_1_and_fall(index: OpenIndex, question: str) -> None:
    scores = [hit.score for hit in search(index, question, 50)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_has_the_same_hits_again_and_after_reopening(
    index: OpenIndex, folders: tuple[Path, Path], question: str
) -> None:
    again = open_index(folders[1])
    assert search(index, question, 20) == search(index, question, 20) == search(again, question, 20)
    again.close()


def test_the_right_document_comes_first(index: OpenIndex) -> None:
    for name in ("ankara", "bursa", "ceyhan"):
        assert search(index, f"{name} kütüphanesi kitap")[0].document.document_id == name


def test_a_hit_carries_what_each_leg_gave_it(index: OpenIndex) -> None:
    [best, *_] = search(index, "Ankara kütüphanesinde 12. kitap")
    assert best.scores.keys() == {"lexical", "dense"}
    assert best.scores["lexical"] > 0
    assert 0 < best.scores["dense"] <= 1.00001


def test_no_more_than_top_k_and_each_passage_once(index: OpenIndex) -> None:
    for top_k in (1, 3, 17):
        ids = [hit.passage_id for hit in search(index, "kitap", top_k)]
        assert len(ids) == len(set(ids)) == top_k


def test_fewer_asked_for_are_the_first_of_more(index: OpenIndex) -> None:
    assert search(index, "Bursa kitapları", 3) == search(index, "Bursa kitapları", 30)[:3]


def test_asking_for_more_than_the_collection_holds_gives_every_passage_once(index: OpenIndex) -> None:
    ids = [hit.passage_id for hit in search(index, "kitap", 10_000)]
    assert len(ids) == len(index.shown) > 30
    assert set(ids) == index.shown


def test_only_the_given_documents_are_searched(index: OpenIndex) -> None:
    for wanted in (["bursa"], ["bursa", "ceyhan"], ["ceyhan", "ceyhan"]):
        hits = search(index, "Ankara kitapları", 1000, document_ids=wanted)
        assert {hit.document.document_id for hit in hits} == set(wanted)
        assert len(hits) == sum(index.passage_count(index.records[document_id]) for document_id in set(wanted))


def test_no_given_document_gives_no_hit(index: OpenIndex) -> None:
    assert search(index, "kitap", document_ids=[]) == []


def test_an_unknown_document_is_named(index: OpenIndex) -> None:
    with pytest.raises(UnknownDocument, match=r"'nowhere'.*GET /v1/documents"):
        search(index, "kitap", document_ids=["bursa", "nowhere"])


def test_every_stage_is_timed(index: OpenIndex) -> None:
    watch = Stopwatch()
    Retriever(index, ENCODER).search("kitap", language="tr", top_k=1, watch=watch)
    timings = watch.timings()
    assert timings.keys() == {"lexical", "encode", "dense", "fetch", "total"}
    assert min(timings.values()) >= 0
    assert timings["total"] == max(timings.values())


def test_a_word_that_stands_nowhere_is_rarer_than_one_that_stands_everywhere(index: OpenIndex) -> None:
    rarity = Retriever(index, ENCODER).terms("tr").rarity
    assert rarity("zurafa") > rarity("bursa") > rarity("kitap") > 0


def test_a_word_is_as_rare_as_what_it_means_in_the_other_language(index: OpenIndex) -> None:
    english = Retriever(index, ENCODER).terms("en")
    assert english.forms("book")["kitap"] > 0.5
    assert english.rarity("giraffe") / 3 > english.rarity("book") > 0


def test_questions_in_the_language_of_every_document_are_not_translated(index: OpenIndex) -> None:
    assert Retriever(index, ENCODER).terms("tr").forms("altin") == {"altin": 1.0}


def test_threads_share_one_index(index: OpenIndex) -> None:
    alone = {question: search(index, question) for question in QUESTIONS}
    faults: list[object] = []

    def ask() -> None:
        faults.extend(question for question in QUESTIONS * 3 if search(index, question) != alone[question])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


@pytest.fixture
def changing(tmp_path: Path) -> tuple[Path, Path]:
    docs, data = tmp_path / "docs", tmp_path / "data"
    docs.mkdir()
    for name in ("Ankara", "Bursa", "Ceyhan"):
        (docs / f"{name}.txt").write_text(prose(name, 12), encoding="utf-8")
    build_of(data, docs)
    return docs, data


def test_a_retired_document_and_an_old_version_are_never_found(changing: tuple[Path, Path]) -> None:
    docs, data = changing
    (docs / "Bursa.txt").unlink()
    (docs / "Ceyhan.txt").write_text(prose("Denizli", 12), encoding="utf-8")
    build_of(data, docs)
    index = open_index(data)
    for question in ("Bursa kütüphanesinde kitap", "Ceyhan kütüphanesinde kitap", "kitap"):
        hits = search(index, question, 1000)
        assert {hit.document.document_id for hit in hits} == {"ankara", "ceyhan"}
        assert not [hit for hit in hits if "Bursa" in hit.passage.text or "Ceyhan" in hit.passage.text]
    with pytest.raises(UnknownDocument):
        search(index, "kitap", document_ids=["bursa"])
    index.close()


def test_an_open_index_answers_from_its_own_state_after_a_build_that_removes_a_document(changing: tuple[Path, Path]) -> None:
    docs, data = changing
    before = open_index(data)
    expected = {question: search(before, question, 1000) for question in (*QUESTIONS, "Bursa kütüphanesi")}
    (docs / "Bursa.txt").unlink()
    (docs / "Edirne.txt").write_text(prose("Edirne", 12), encoding="utf-8")
    build_of(data, docs)
    assert {question: search(before, question, 1000) for question in expected} == expected
    assert search(before, "kitap", document_ids=["bursa"])[0].document.document_id == "bursa"
    after = open_index(data)
    assert set(after.records) == {"ankara", "ceyhan", "edirne"}
    before.close()
    after.close()


def test_an_index_that_is_left_open_over_many_builds_never_crashes_and_never_shows_what_is_not_its_own(
    changing: tuple[Path, Path],
) -> None:
    docs, data = changing
    before = open_index(data)
    own = {passage.text for _, passage in before.passages(sorted(before.shown)).values()}
    for number in range(10):
        (docs / "Bursa.txt").write_text(prose(f"Bursa {number}", 12), encoding="utf-8")
        (docs / "Ceyhan.txt").unlink(missing_ok=True)
        build_of(data, docs)
        for question in ("Bursa kütüphanesinde kitap", "Ceyhan", f"Bursa {number}"):
            assert {hit.passage.text for hit in search(before, question, 1000)} <= own
    assert {hit.document.document_id for hit in search(before, "kitap", 1000)} >= {"ankara"}
    before.close()


def test_what_a_build_that_died_has_added_is_not_found_and_takes_no_place(changing: tuple[Path, Path]) -> None:
    docs, data = changing

    def die(stage: str, done: int, total: int) -> None:
        if stage == "terms":
            raise MemoryError(done, total)

    for number in range(5):
        (docs / f"Zonguldak{number}.txt").write_text(prose(f"Zonguldak {number}", 40), encoding="utf-8")
    (docs / "Ankara.txt").unlink()
    before = open_index(data)
    with pytest.raises(MemoryError):
        build(data, [docs], encoder=lambda _: ENCODER, progress=die)
    key = chunking_key(before.manifest.chunking)
    dead = sorted(set(before.store.passage_ids(99, key)) - before.shown)
    # The terms are written in one go, after which the build may die too.
    folder = generation_folder(data, before.generation) / "lexical"
    LexicalIndex(folder).change(((i, *before.store.passages([i])[i]) for i in dead), ())
    after = open_index(data)
    assert len(dead) > 64
    assert len(after.segments) > len(before.segments)
    assert after.shown == before.shown
    assert after.passages(dead) == {}
    for index in (before, after):
        hits = search(index, "Zonguldak ve Ankara kütüphanesinde kitap", 20)
        assert {hit.document.document_id for hit in hits} == {"ankara", "bursa", "ceyhan"}
        assert len(hits) == len(index.shown)
        assert len(search(index, "Zonguldak 3 kütüphanesi Zonguldak", 5)) == 5
        index.close()
