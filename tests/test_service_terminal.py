"""What a person sees of sources that disagree, in the language of the question."""

import pytest

from corpus.types import Language, Metadata, Page, Passage, Sentence
from index.types import DocumentRecord, Hit
from service.terminal import show_answer
from service.types import Answer, Citation, Conflict, Reading, Side

OLD = "Kırk yedi üyelidir."
NEW = "Toplam 49 üyesi vardır."


def citation(title: str, text: str, pages: tuple[Page, ...] = (), *, number: int = 1) -> Citation:
    record = DocumentRecord(1, title, "", "", "", Metadata(title=title), pages, len(text))
    passage = Passage(title, 0, len(text), text, "", (Sentence(0, len(text), text),))
    return Citation(number, Hit(1, record, passage, 0.5), 0, len(text), text, 0.5)


def sides() -> tuple[Side, ...]:
    old = citation("Eski rapor", OLD, (Page(1, 0, 10), Page(2, 10, len(OLD))))
    return Side("49", citation("Yeni rapor", NEW, (Page(7, 0, len(NEW)),)), 2021), Side("Kırk yedi", old, None)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """The lines of the sides of a conflict, as they are printed."""
    monkeypatch.setenv("COLUMNS", "200")

    def show(language: Language, newer: int | None, shown: tuple[Side, ...]) -> list[str]:
        conflict = Conflict("!", shown, newer)
        show_answer(Answer("?", language, Reading((), 0, 0.9, conflicts=(conflict,)), "g", "hashing"))
        return [line.strip() for line in capsys.readouterr().out.split("!\n")[1].splitlines()]

    return show


def test_each_side_has_its_page_and_year_and_the_newer_one_is_named(printed) -> None:
    assert printed("tr", 0, sides()) == [
        "49  Yeni rapor, sayfa 7, 2021  daha yeni",
        "Kırk yedi  Eski rapor, sayfa 1-2, tarihsiz",
    ]
    assert printed("en", 1, sides()) == [
        "49  Yeni rapor, page 7, 2021",
        "Kırk yedi  Eski rapor, page 1-2, undated  newer",
    ]


def test_nothing_is_called_newer_where_the_sources_do_not_tell_and_no_page_where_there_is_none(printed) -> None:
    plain = Side("49", citation("Not", NEW), None)
    assert printed("tr", None, (plain, plain)) == ["49  Not, tarihsiz"] * 2


def test_each_place_that_is_quoted_is_a_line_with_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    found = tuple(citation(f"Rapor {n}", text, number=n) for n, text in enumerate((NEW, OLD, "Başka."), start=1))
    show_answer(Answer("?", "tr", Reading(found, 2, 0.6), "g", "hashing"))
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:4]] == [f"{NEW} [1]", f"{OLD} [2]", "güven 60%"]
