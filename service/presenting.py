"""From the service's own types to the shapes of the contract."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from index.opening import OpenIndex
from index.types import DocumentRecord, Highlight, Hit
from service.answer_schemas import (
    AbstentionOut,
    AnswerOut,
    CitationOut,
    ConflictOut,
    HighlightOut,
    PassageOut,
    ShortOut,
    SideOut,
)
from service.schemas import AskResponse, DocumentDetail, DocumentOut, HitOut, IndexOut, SearchResponse
from service.types import Answer, Citation, Conflict, Reading, SearchResult, Side


def present_answer(answer: Answer, *, explain: bool = False) -> AskResponse:
    """An answer as `POST /v1/ask` gives it."""
    reading = answer.reading
    abstention = reading.abstention
    return AskResponse(
        question=answer.question,
        language=answer.language,
        answered=reading.text is not None,
        confidence=reading.confidence,
        abstention=AbstentionOut(reason=abstention.reason, message=abstention.message) if abstention else None,
        answer=_wording(reading),
        citations=[_citation(citation) for citation in reading.citations],
        conflicts=[_conflict(conflict) for conflict in reading.conflicts],
        index=IndexOut(generation=answer.generation, encoder=answer.encoder),
        timings_ms=dict(answer.timings_ms),
        explanation=dict(reading.explanation()) if explain else None,
    )


def present_search(result: SearchResult) -> SearchResponse:
    """Hits as `POST /v1/search` gives them."""
    return SearchResponse(
        question=result.question,
        language=result.language,
        hits=[_hit(number, hit) for number, hit in enumerate(result.hits, start=1)],
        index=IndexOut(generation=result.generation, encoder=result.encoder),
        timings_ms=dict(result.timings_ms),
    )


def present_document(record: DocumentRecord, index: OpenIndex) -> DocumentDetail:
    """A document as `GET /v1/documents/{id}` gives it."""
    return DocumentDetail(
        **present_listed(record, index).model_dump(),
        sha256=record.sha256,
        rights=record.metadata.rights,
        # The folder is the operator's own business; readers need the file's name.
        source=Path(record.source).name,
        page_starts=[page.start for page in record.pages],
        page_labels=[page.label for page in record.pages],
    )


def present_listed(record: DocumentRecord, index: OpenIndex) -> DocumentOut:
    """A document as the list shows it."""
    metadata = record.metadata
    return DocumentOut(
        document_id=record.document_id,
        title=metadata.title,
        authors=list(metadata.authors),
        publisher=metadata.publisher,
        year=metadata.year,
        language=metadata.language,
        kind=metadata.kind,
        pages=len(record.pages) or None,
        characters=record.characters,
        passages=index.passage_count(record),
    )


def _wording(reading: Reading) -> AnswerOut | None:
    if reading.text is None:
        return None
    found = reading.short
    short = None
    if found:
        place = {"start_char_index": found.start, "end_char_index": found.end}
        short = ShortOut(text=found.text, **place, citation=1, english=found.english)
    return AnswerOut(text=reading.text, short=short, citations=[citation.number for citation in reading.quotes])


def _conflict(conflict: Conflict) -> ConflictOut:
    return ConflictOut(message=conflict.message, newer=conflict.newer, sides=[_side(side) for side in conflict.sides])


def _side(side: Side) -> SideOut:
    return SideOut(value=side.value, year=side.year, **_proof(side.citation))


def _citation(citation: Citation) -> CitationOut:
    return CitationOut(
        number=citation.number,
        score=citation.score,
        highlights=[_highlight(word) for word in citation.highlights],
        passage=_passage(citation.hit),
        **_proof(citation),
    )


def _highlight(word: Highlight) -> HighlightOut:
    asked, its_end = word.asked
    return HighlightOut(
        start_char_index=word.start,
        end_char_index=word.end,
        question_start_char_index=asked,
        question_end_char_index=its_end,
    )


def _proof(citation: Citation) -> dict[str, Any]:
    """What every cited place is shown with: the document, the text, its offsets and pages, its address."""
    return {
        "document_id": citation.document.document_id,
        "document_title": citation.document.metadata.title,
        "cited_text": citation.cited_text,
        "start_char_index": citation.start,
        "end_char_index": citation.end,
        "start_page_number": citation.start_page,
        "end_page_number": citation.end_page,
        "url": _url(citation.document, citation.start, citation.end),
    }


def _hit(number: int, hit: Hit) -> HitOut:
    first, last = hit.document.page_at(hit.passage.start), hit.document.page_at(hit.passage.end - 1)
    return HitOut(
        number=number,
        document_id=hit.document.document_id,
        document_title=hit.document.metadata.title,
        passage=_passage(hit),
        score=hit.score,
        scores={leg: round(score, 6) for leg, score in hit.scores.items()},
        pages=list(range(first, last + 1)) if first is not None and last is not None else [],
        url=_url(hit.document, hit.passage.start, hit.passage.end),
    )


def _passage(hit: Hit) -> PassageOut:
    passage = hit.passage
    return PassageOut(
        text=passage.text, start_char_index=passage.start, end_char_index=passage.end, heading=passage.heading or None
    )


def _url(document: DocumentRecord, start: int, end: int) -> str:
    return f"/documents/{quote(document.document_id)}?start={start}&end={end}"
