"""A document for the pages: its reading view as raw spans, and its passages."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.segmentation import reading_view
from corpus.types import Document
from corpus.view import ReadingView
from index.opening import OpenIndex
from index.types import DocumentRecord, Span
from service.page_schemas import BlockOut, MendedOut, PassageEntry, PassageList, ViewOut


def present_view(record: DocumentRecord, index: OpenIndex) -> ViewOut:
    """The reading view of a document, as spans of its raw text.

    Blanks beside a blank that is read are not named as left out: any layout shows such a run as one blank.
    """
    return _view(index.store.document(record.version))


def present_passages(record: DocumentRecord, index: OpenIndex) -> PassageList:
    """A document's passages in reading order."""
    found = index.passages(index.passage_ids_of([record.version]))
    passages = sorted((passage for _, passage in found.values()), key=lambda passage: (passage.start, passage.end))
    entries = [
        PassageEntry(
            number=number,
            start_char_index=passage.start,
            end_char_index=passage.end,
            start_page_number=record.page_at(passage.start),
            end_page_number=record.page_at(passage.end - 1),
            heading=passage.heading or None,
            reading=passage.reading,
        )
        for number, passage in enumerate(passages, start=1)
    ]
    return PassageList(document_id=record.document_id, passages=entries)


@lru_cache(maxsize=32)  # a long text takes a second, and a reader comes back to it with every citation
def _view(document: Document) -> ViewOut:
    view, text = reading_view(document), document.text
    spans = [view.raw_span(block.start, block.end) for block in view.blocks]
    gaps = [gap for block in view.blocks for gap in _gaps(view, block.start, block.end)]
    blocks = [
        BlockOut(kind=block.kind, start_char_index=start, end_char_index=end)
        for block, (start, end) in zip(view.blocks, spans, strict=True)
    ]
    return ViewOut(
        document_id=document.document_id,
        blocks=blocks,
        left_out=[gap for gap in gaps if not _is_one_blank(text, gap)],
        mended=_mended(text, spans, gaps),
    )


def _gaps(view: ReadingView, start: int, end: int) -> Iterator[Span]:
    """Raw spans between neighbouring characters of the view."""
    for before, after in zip(view.offsets[start : end - 1], view.offsets[start + 1 : end], strict=True):
        if after > before + 1:
            yield before + 1, after


def _is_one_blank(text: str, gap: Span) -> bool:
    start, end = gap
    return text[start:end].isspace() and (text[start - 1].isspace() or text[end].isspace())


def _mended(text: str, spans: Sequence[Span], gaps: Sequence[Span]) -> MendedOut:
    inside = [text[start:end] for start, end in gaps]
    words = sum("\n" in text[start:end] and text[start - 1].isalpha() and text[end].isalpha() for start, end in gaps)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    outside = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return MendedOut(
        joined_lines=sum(text.count("\n", start, end) for start, end in spans) - words,
        mended_words=words,
        left_out_characters=sum(not character.isspace() for piece in (*inside, *outside) for character in piece),
    )
