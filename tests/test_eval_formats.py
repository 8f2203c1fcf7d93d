"""Every format is read with all of its faults at once, and what is written is read back."""

import json
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import nDCG

from corpus.types import Document
from eval.faults import DatasetError
from eval.formats.beir import read_beir, read_collection, write_beir, write_passage_qrels
from eval.formats.dataset import Dataset, file_names, write_texts
from eval.formats.feedback import read_feedback
from eval.formats.jsonl import faults_of, read_questions, write_questions
from eval.formats.squad import read_squad, write_squad
from eval.formats.table import TEMPLATE, read_table, write_table
from eval.formats.trec import decode, encode, read_qrels, read_run, write_qrels, write_run
from eval.ranking import ndcg, rank
from eval.types import Evidence, Question, Side
from index.listing import list_files
from service.errors import UsageError

TEXT = "Aktau limanı Hazar kıyısındadır. Senato 47 üyelidir. Senatonun 49 üyesi vardır. Liman 1963'te açıldı."
PORT = Evidence("d", 0, 32, TEXT[:32])
HERE, THERE = Evidence("d", 33, 52, TEXT[33:52]), Evidence("d", 53, 79, TEXT[53:79])
QUESTIONS = (
    Question("k1-tr", "tr", "Aktau'nun limanı hangi denizde?", fact="k1", evidence=(PORT,), answers=("Hazar", "Caspian")),
    Question(
        "k2-tr-ascii", "tr", "senato kac uye", "dev", "k2", "number", "ascii", evidence=(HERE, THERE), answers=("47", "49"),
        sides=(Side(("47",), (0,)), Side(("49",), (1,))),
    ),
    Question("k3-tr", "tr", "Neler sayılır?", kind="list", evidence=(PORT,), items=(("Hazar", "Caspian"), ("Aktau",))),
    Question("u1-en", "en", "Who is the mayor of Aktau?", answerable=False),
)  # fmt: skip
DATASET = Dataset(QUESTIONS, {"d": Document("d", TEXT, "", "d.txt"), "e": Document("e", "Çöl kurudur.", "", "e.txt")})


def faults(error: pytest.ExceptionInfo[DatasetError]) -> list[str]:
    return [line.strip() for line in str(error.value).splitlines()]


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def test_questions_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    write_questions(QUESTIONS, tmp_path / "q.jsonl")
    assert tuple(read_questions(tmp_path / "q.jsonl", documents={"d": TEXT})) == QUESTIONS


def test_a_shifted_span_is_found() -> None:
    shifted = Question("a", "tr", "Nerede?", evidence=(Evidence("d", 1, 33, PORT.text),), answers=("Hazar",))
    assert faults_of(shifted, {"d": TEXT})
    assert not faults_of(QUESTIONS[0], {"d": TEXT})


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    good = {"id": "a", "language": "tr", "question": "Nerede?"}
    place = {"document": "d", "start": 0, "end": 32, "text": TEXT[:32]}
    path = lines(
        tmp_path / "q.jsonl",
        good,
        good,
        {**good, "id": "b", "language": "de"},
        {**good, "id": "c", "answer": "47"},
        {**good, "id": "d", "evidence": [{**place, "start": 1, "end": 33}]},
        {**good, "id": "e", "evidence": [{**place, "document": "x"}]},
        {**good, "id": "f", "evidence": [{**place, "end": 31}]},
        {**good, "id": "g", "evidence": [place], "answers": ["Karadeniz", "Black Sea"]},
        {**good, "id": "h", "evidence": [place], "items": [["Hazar"], ["Karadeniz"]]},
        {**good, "id": "i", "answerable": False, "answers": ["Hazar"]},
        {**good, "id": "j", "evidence": [place], "sides": [{"answers": ["Hazar"], "evidence": [1]}]},
        {**good, "id": "k", "question": " "},
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("{\n[]\n")
    with pytest.raises(DatasetError) as error:
        read_questions(path, documents={"d": TEXT})
    expected = [
        (2, "the id a is that of line 1 too"), (3, "language: "), (4, "answer: Extra"), (5, "d has other text at 1-33"),
        (6, "there is no document x"), (7, "not as long as its text"), (8, "none of the answers Karadeniz, Black Sea"),
        (9, "none of the answers Karadeniz stands"), (10, "unanswerable, yet has"), (11, "side 0 names evidence place 1"),
        (11, "one side is no disagreement"), (12, "question: "), (13, "no JSON"), (14, "a JSON object is needed"),
    ]  # fmt: skip
    for line, what in expected:
        assert any(told.startswith(f"{path}:{line}: ") and what in told for told in faults(error)), what
    assert len(faults(error)) == 15  # the first line counts them


def test_answers_in_another_language_than_the_evidence_are_not_looked_for_in_it() -> None:
    asked = Question("a", "en", "On which sea is the port of Aktau?", evidence=(PORT,), answers=("Caspian",))
    assert not faults_of(asked, {"d": TEXT})


@pytest.mark.parametrize(("content", "told"), [(b"\xff\xfe{", "not UTF-8"), (None, "No such file")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "q.jsonl"
    if content:
        path.write_bytes(content)
    with pytest.raises(DatasetError, match=rf"q\.jsonl: .*{told}"):
        read_questions(path)


@given(st.text(min_size=1, max_size=12))
def test_any_id_is_one_column_and_comes_back(identifier: str) -> None:
    column = encode(identifier)
    assert column.split() == [column]
    assert decode(column) == identifier


def test_a_run_is_read_back_in_trec_evals_order_and_measured_alike(tmp_path: Path) -> None:
    run = {"q 1": {"d/1 ö": 0.5, "z": 0.5, "a": 1 / 3}, "q2": {"50%": 2.0, "100%25": 1.0}}
    write_run({query: list(found.items()) for query, found in run.items()}, tmp_path / "run.trec", "kaynak test")
    back = read_run(tmp_path / "run.trec", queries=run)
    assert back == {query: [(item, found[item]) for item in rank(found)] for query, found in run.items()}
    qrels = {"q 1": {"d/1 ö": 2, "a": 1, "x": 0}, "q2": {"50%": 1}}
    write_qrels(qrels, tmp_path / "qrels.txt")
    assert read_qrels(tmp_path / "qrels.txt") == qrels
    files = [
        list(read(str(tmp_path / name)))
        for read, name in ((ir_measures.read_trec_qrels, "qrels.txt"), (ir_measures.read_trec_run, "run.trec"))
    ]
    theirs = {decode(found.query_id): found.value for found in ir_measures.iter_calc([nDCG @ 10], *files)}
    ours = {query: ndcg([item for item, _ in found], qrels[query], k=10) for query, found in back.items()}
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_a_broken_run_is_told_line_by_line_with_its_gaps(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    path.write_text("q1 Q0 a 1 0.9 t\nq1 Q0 a 2 0.8 t\nq1 Q0 b 4 0.7 t\nq2 Q0 c 1 high t\nq1 Q0 d\n", encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        read_run(path, queries=["q1", "q9"])
    told = "\n".join(faults(error))
    for what in (
        ":2: a is ranked twice",
        ":4: question, Q0",
        ":5: question, Q0",
        ":q1: rank 3 is missing",
        ":q9: the question has no",
    ):
        assert what in told, what


def test_broken_qrels_are_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text("q1 0 a 1\nq1 0 a 0\nq1 0 b\nq1 0 b x\n", encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        read_qrels(path)
    assert [line.split(": ")[0].rpartition(":")[2] for line in faults(error)[1:]] == ["2", "3", "4"]


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    lines(
        folder / "corpus.jsonl",
        {"_id": "d/1 ö", "title": "Liman", "text": "Aktau."},
        {"_id": "2", "text": "Ova."},
        {"_id": 3, "text": "Ova."},
    )
    lines(folder / "queries.jsonl", {"_id": "q1", "text": "Liman nerede?"}, {"_id": "q2", "text": "What is flat?"})
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td/1 ö\t2\nq1\t2\t0\nq2\t3\t1\n", encoding="utf-8"
    )
    return folder


def test_a_beir_collection_is_read_with_titles_odd_ids_and_judgements_of_0(beir: Path) -> None:
    collection = read_collection(beir)
    assert collection.documents == {"d/1 ö": "Liman\n\nAktau.", "2": "Ova.", "3": "Ova."}
    assert collection.qrels == {"q1": {"d/1 ö": 2, "2": 0}, "q2": {"3": 1}}


def test_qrels_without_a_heading_are_read_too(beir: Path) -> None:
    (beir / "qrels" / "test.tsv").write_text("q1\t2\t1\n", encoding="utf-8")
    assert read_collection(beir).qrels == {"q1": {"2": 1}}


def test_a_beir_collection_becomes_questions_on_documents_as_wholes(beir: Path) -> None:
    dataset = read_beir(beir)
    assert [(asked.id, asked.language) for asked in dataset.questions] == [("q1", "tr"), ("q2", "en")]
    names = {place.document for asked in dataset.questions for place in asked.evidence}
    assert names == set(dataset.documents)
    assert all(not place.text for asked in dataset.questions for place in asked.evidence)


def test_all_faults_of_a_beir_collection_are_told_at_once(beir: Path) -> None:
    with (beir / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "2", "text": "x"}\n{"_id": "9"}\nnonsense\n')
    with (beir / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write("q1\tnowhere\t1\nq9\t2\t1\nq1\t2\t1\nq1\t2\n")
    with pytest.raises(DatasetError) as error:
        read_collection(beir)
    told = "\n".join(faults(error))
    for what in (
        "corpus.jsonl:4: the id 2 is that of line 2 too", "corpus.jsonl:5: it lacks", "corpus.jsonl:6: no JSON",
        "test.tsv:5: the document nowhere is one the collection does not have", "test.tsv:6: the question q9 is one",
        "test.tsv:7: 2 is judged twice for q1", "test.tsv:8: query-id, corpus-id, score are needed",
    ):  # fmt: skip
        assert what in told, what


def test_qrels_that_judge_nothing_are_refused(beir: Path) -> None:
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="it judges nothing"):
        read_collection(beir)


def test_questions_are_written_as_a_beir_collection_of_passages_that_cover_evidence(tmp_path: Path) -> None:
    assert write_beir(DATASET, tmp_path / "out") == 3
    collection = read_collection(tmp_path / "out")
    assert set(collection.queries) == {"k1-tr", "k2-tr-ascii", "k3-tr"}
    for gains in collection.qrels.values():
        for name in gains:
            start, _, end = name.removeprefix("d:").partition("-")
            assert collection.documents[name] == TEXT[int(start) : int(end)]
    assert write_passage_qrels(DATASET, tmp_path / "qrels.txt") == 3
    assert read_qrels(tmp_path / "qrels.txt") == collection.qrels


def test_an_existing_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept").touch()
    with pytest.raises(UsageError, match="there already"):
        write_beir(DATASET, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def squad(path: Path, *asked: dict[str, object], context: str = TEXT) -> Path:
    content = {
        "version": "v2.0",
        "data": [{"title": "Aktau Limanı", "paragraphs": [{"context": context, "qas": list(asked)}]}],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_squad_gives_spans_impossible_questions_and_contexts(tmp_path: Path) -> None:
    answers = [{"text": "Hazar", "answer_start": 13}, {"text": "Hazar", "answer_start": 13}]
    asked = {"id": "1", "question": "Hangi deniz?", "answers": answers, "is_impossible": False}
    none = {"id": "2", "question": "Who is the mayor?", "answers": [], "is_impossible": True, "plausible_answers": []}
    dataset = read_squad(squad(tmp_path / "s.json", asked, none))
    assert {name: document.text for name, document in dataset.documents.items()} == {"aktau-limani": TEXT}
    assert dataset.questions == (
        Question("1", "tr", "Hangi deniz?", evidence=(Evidence("aktau-limani", 13, 18, "Hazar"),), answers=("Hazar",)),
        Question("2", "en", "Who is the mayor?", answerable=False),
    )
    assert read_squad(tmp_path / "s.json", "tr").questions[1].language == "tr"


def test_all_faults_of_a_squad_file_are_told_at_once(tmp_path: Path) -> None:
    shifted = {"id": "1", "question": "?", "answers": [{"text": "Hazar", "answer_start": 14}]}
    path = squad(tmp_path / "s.json", shifted, {"id": "1", "question": "?"}, {**shifted, "id": "3", "is_impossible": True})
    with pytest.raises(DatasetError) as error:
        read_squad(path)
    told = "\n".join(faults(error))
    for what in (
        "1: at 14 the context has 'azar '",
        "1: the id is taken",
        "1: it has no answer",
        "3: it is said to be impossible, yet",
    ):
        assert what in told, what
    path.write_text('{"data": [{"paragraphs": [{}]}]}', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"data\.0\.paragraphs\.0\.context"):
        read_squad(path)


def test_questions_are_written_as_squad_with_the_span_of_an_accepted_answer(tmp_path: Path) -> None:
    asked = (*QUESTIONS, Question("k4-tr", "tr", "Kaç?", evidence=(Evidence("e", 0, 3, "Çöl"), HERE), answers=("47",)))
    whole = Question("k5-tr", "tr", "Ne zaman?", evidence=(Evidence("d"),), answers=("1963",))
    nowhere = Question("k6-tr", "tr", "Kim?", evidence=(Evidence("d"),), answers=("Ali",))
    assert write_squad(Dataset((*asked, whole, nowhere), DATASET.documents), tmp_path / "s.json") == 6
    back = read_squad(tmp_path / "s.json")
    assert {name: document.text for name, document in back.documents.items()} == {
        name: document.text for name, document in DATASET.documents.items()
    }
    found = {one.id: [(place.document, place.text) for place in one.evidence] for one in back.questions}
    assert found["k1-tr"] == [("d", "Hazar")]
    assert found["k2-tr-ascii"] == [("d", "47"), ("d", "49")]
    assert found["k4-tr"] == [("e", "Çöl")]
    assert found["k4-tr@d"] == [("d", "47")]
    assert found["k5-tr"] == [("d", "1963")]
    assert not found["u1-en"]
    assert "k6-tr" not in found


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, separator: str, mark: str) -> None:
    rows = [
        ["Question", "answer", "document"],
        ["Senato kaç üyeli?", '"47 | kırk yedi"', "d|e"],
        ["Kim belediye başkanı?", "", "d"],
    ]
    text = "".join(separator.join(row) + "\r\n" for row in rows)
    (tmp_path / "t.csv").write_bytes(f"{mark}# a comment\n{text}".encode())
    first, second = read_table(tmp_path / "t.csv").questions
    assert (first.id, first.language, first.answers) == ("row-3", "tr", ("47", "kırk yedi"))
    assert first.evidence == (Evidence("d"), Evidence("e"))
    assert not second.answerable
    assert second.evidence == ()


def test_all_faulty_rows_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("question,answer,language,id\nA?,1,de,x\nB?,2,tr,x\n,3,tr,y\n", encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        read_table(path)
    assert [line.split(": ")[0].rpartition(":")[2] for line in faults(error)[1:]] == ["2", "3", "4"]
    path.write_text("soru,answer\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r":1: there is no column question; the column soru is not known"):
        read_table(path)


def test_a_cell_of_several_lines_that_opens_with_a_number_sign_is_no_comment(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('question,answer\n"Nedir?\n# bu",47\nSon?,1\n', encoding="utf-8")
    assert [asked.question for asked in read_table(tmp_path / "t.csv").questions] == ["Nedir?\n# bu", "Son?"]


def test_the_template_is_read_as_a_table_without_rows_and_takes_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(TEMPLATE, encoding="utf-8")
    assert read_table(path).questions == ()
    path.write_text(TEMPLATE + "Senato kaç üyeli?,47,tr,,\n", encoding="utf-8")
    [question] = read_table(path).questions
    assert question.answers == ("47",)


def test_a_written_table_is_read_back_with_answers_and_documents(tmp_path: Path) -> None:
    assert write_table(DATASET, tmp_path / "t.csv") == 4
    back = read_table(tmp_path / "t.csv").questions
    assert [asked.id for asked in back] == [asked.id for asked in QUESTIONS]
    assert back[0].answers == QUESTIONS[0].answers
    assert back[0].evidence == (Evidence("d"),)
    assert not back[3].answerable


def test_feedback_becomes_questions_where_it_says_what_is_right(tmp_path: Path) -> None:
    citation = {"document_id": "d", "start": 13, "end": 18, "text": "Hazar"}
    base = {"question": "Hangi deniz?", "language": "tr", "citations": [citation]}
    path = lines(
        tmp_path / "f.jsonl",
        {**base, "answer_id": "1", "thumb": "up"},
        {**base, "answer_id": "2", "thumb": "down", "reason": "Yanlış cümle."},
        {**base, "answer_id": "3", "thumb": "down", "expected": "Hazar Denizi"},
        {**base, "answer_id": "4", "thumb": "down", "reason": "unanswerable"},
    )
    up, expected, unanswerable = read_feedback(path).questions
    assert up.evidence == (Evidence("d", 13, 18, "Hazar"),)
    assert (expected.id, expected.answers, expected.evidence) == ("feedback-3", ("Hazar Denizi",), ())
    assert not unanswerable.answerable
    lines(path, {**base, "answer_id": "1", "thumb": "sideways"}, {"thumb": "up"})
    with pytest.raises(DatasetError) as error:
        read_feedback(path)
    assert {line.split(": ")[0].rpartition(":")[2] for line in faults(error)[1:]} == {"1", "2"}


@given(st.dictionaries(st.text(max_size=8), st.text(alphabet="ab", min_size=1, max_size=2), max_size=8))
def test_every_document_gets_a_name_of_its_own_that_kaynak_keeps(documents: dict[str, str]) -> None:
    names = file_names(documents)
    assert set(names) == set(documents)
    for one, other in ((one, other) for one in documents for other in documents):
        assert (names[one] == names[other]) == (documents[one] == documents[other])


def test_texts_are_written_verbatim(tmp_path: Path) -> None:
    write_texts({"a/b": "bir\r\niki\r", "plain": "üç\n"}, tmp_path)
    assert {path.read_bytes().decode() for path in list_files(tmp_path).files} == {"bir\r\niki\r", "üç\n"}
    assert (tmp_path / "plain.txt").exists()
