"""What the tests of evaluation share: a document, questions about it, and what a pipeline might have given to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.types import Document, Page
from eval.runs import StoredRun
from eval.scoring import score
from eval.types import CitedSpan, EvaluationRun, Evidence, FoundPassage, Outcome, Question, RunInfo

TEXT = "Senato kırk yedi üyelidir. Meclis doksan sekiz üyelidir. Başkent Astana'dır."
DOCUMENT = Document("not", TEXT, "sha", "", pages=(Page(1, 0, 27), Page(2, 27, len(TEXT))))
DOCUMENTS = {"not": DOCUMENT}


def place(text: str) -> Evidence:
    start = TEXT.index(text)
    return Evidence("not", start, start + len(text), text)


def cited(text: str, *, page: int | None = 1) -> CitedSpan:
    span = place(text)
    return CitedSpan("not", span.start, span.end, text, page, page)


def passage(text: str, score: float = 1.0) -> FoundPassage:
    span = place(text)
    return FoundPassage("not", span.start, span.end, score)


SENATE = Question(
    id="k1-tr",
    language="tr",
    question="Senatoda kaç üye var?",
    fact="k1",
    kind="number",
    evidence=(place("Senato kırk yedi üyelidir."),),
    answers=("47", "kırk yedi"),
)
SENATE_EN = replace(SENATE, id="k1-en", language="en", question="How many senators are there?")
SENATE_ASCII = replace(SENATE, id="k1-tr-ascii", style="ascii", question="senatoda kac uye var")
MARS = Question(id="u1-tr", language="tr", question="Mars'ta kaç uydu var?", fact="u1", answerable=False)
QUESTIONS = (SENATE, SENATE_EN, SENATE_ASCII, MARS)

FOUND = Outcome(
    question_id="k1-tr",
    language="tr",
    passages=(passage("Senato kırk yedi üyelidir. Meclis"), passage("Başkent Astana'dır.", 0.5)),
    answered=True,
    confidence=0.9,
    answer="Senato kırk yedi üyelidir.",
    citations=(cited("Senato kırk yedi üyelidir."), cited("Başkent Astana'dır.", page=2)),
    timings_ms={"encode": 4.0, "total": 10.0},
)
MISSED = replace(
    FOUND,
    passages=(passage("Başkent Astana'dır."), passage("Meclis doksan sekiz üyelidir.", 0.5)),
    confidence=0.6,
    answer="Başkent Astana'dır.",
    citations=(cited("Başkent Astana'dır.", page=2), cited("Meclis doksan sekiz üyelidir.", page=2)),
)
ABSTAINED = replace(MISSED, answered=False, confidence=0.2, answer=None, abstention="evidence_too_weak")


def stored(
    outcomes: Mapping[str, Outcome], questions: Sequence[Question] = QUESTIONS, *, name: str = "run", corpus: str = "c"
) -> StoredRun:
    """A run in which each question got the outcome given for it."""
    info = RunInfo(
        id=name,
        created="2026-01-01T00:00:00+00:00",
        dataset="small@1",
        split="test",
        corpus=corpus,
        index={"encoder": "hashing", "documents": 1, "passages": 3},
        settings={"top_k": 10},
        seed=0,
        versions={"code": "1"},
    )
    given = tuple(replace(outcomes[question.id], question_id=question.id) for question in questions)
    scores = tuple(score(question, outcome, DOCUMENTS) for question, outcome in zip(questions, given, strict=True))
    return StoredRun(EvaluationRun(info, given), tuple(questions), scores)


def good_run(name: str = "good") -> StoredRun:
    return stored({"k1-tr": FOUND, "k1-en": FOUND, "k1-tr-ascii": MISSED, "u1-tr": ABSTAINED}, name=name)


def many(outcome_of_each: Sequence[Outcome], question: Question = SENATE, *, name: str = "run") -> StoredRun:
    """A run over as many copies of a question as there are outcomes."""
    questions = [replace(question, id=f"q{number}", fact=f"f{number}") for number in range(len(outcome_of_each))]
    pairs = zip(questions, outcome_of_each, strict=True)
    return stored({asked.id: outcome for asked, outcome in pairs}, questions, name=name)
