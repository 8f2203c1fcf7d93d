"""A document as blocks of sentences, in raw offsets: the reading view and the sentence rules put together."""

from corpus.language import guess_language
from corpus.markdown import markdown_view
from corpus.sentences import split_sentences
from corpus.types import Block, Document, Language, Sentence
from corpus.view import ReadingView, ViewBlock, build_view

_ENOUGH = 80  # a paragraph at least this long tells its own language; shorter ones go with the document


def reading_view(document: Document) -> ReadingView:
    """The reading view of a document, by its format."""
    return markdown_view(document.text) if document.format == "markdown" else build_view(document.text, document.pages)


def segment(document: Document) -> list[Block]:
    """Blocks of a document in reading order; every sentence is a raw span with its reading."""
    view = reading_view(document)
    usual = guess_language(view.text[:5000])
    return [Block(block.kind, _sentences(view, block, usual), block.apart) for block in view.blocks]


def _sentences(view: ReadingView, block: ViewBlock, usual: Language) -> tuple[Sentence, ...]:
    text = view.text[block.start : block.end]
    if block.kind in ("heading", "note"):
        # One entry of a bibliography is one unit, however many full stops its authors and titles have.
        spans = [(0, len(text))]
    else:
        language = guess_language(text) if len(text) >= _ENOUGH else usual
        spans = list(split_sentences(text, language))
    return tuple(_sentence(view, block.start + start, block.start + end) for start, end in spans)


def _sentence(view: ReadingView, start: int, end: int) -> Sentence:
    raw_start, raw_end = view.raw_span(start, end)
    return Sentence(raw_start, raw_end, view.text[start:end])
