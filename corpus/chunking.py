"""Documents to passages: whole sentences, about one size, one section at a time."""

from collections.abc import Iterator
from itertools import pairwise

from corpus.segmentation import segment
from corpus.types import Chunking, Document, Passage, Sentence

RULES = 2  # to be raised whenever the same document and sizes would give other passages
_LONGEST = 1.5  # of the size: a longer "sentence" (a table, a text without full stops) is cut between words


def chunking_key(chunking: Chunking) -> str:
    """What passages were made with; passages with equal keys need not be made again."""
    return f"{chunking.size}-{chunking.overlap}-r{RULES}"


def split_document(document: Document, chunking: Chunking) -> list[Passage]:
    """Passages in reading order; together they cover every sentence that is no heading.

    A section is cut into pieces of about equal length, so that none ends in a scrap.
    """
    return [
        passage for heading, sentences in _sections(document) for passage in _cut(document, heading, sentences, chunking)
    ]


def _sections(document: Document) -> Iterator[tuple[str, list[Sentence]]]:
    """Sentences between headings, with the headings that stand together above them."""
    above: list[str] = []
    sentences: list[Sentence] = []
    for block in segment(document):
        if sentences and (block.kind == "heading" or block.apart):
            yield " / ".join(above), sentences
            above, sentences = [], []
        if block.kind == "heading":
            above.append(block.sentences[0].reading)
        else:
            sentences.extend(block.sentences)
    if sentences:
        yield " / ".join(above), sentences


def _cut(document: Document, heading: str, sentences: list[Sentence], chunking: Chunking) -> Iterator[Passage]:
    pieces = [piece for sentence in sentences for piece in _short_enough(sentence, document.text, chunking.size)]
    start, length = pieces[0].start, pieces[-1].end - pieces[0].start
    # What a passage repeats of the one before is part of its size; long sentences are rarely repeated.
    repeated = min(chunking.overlap * length / len(pieces), chunking.size / 4)
    count = max(1, round(length / (chunking.size - repeated)))
    first = number = 0
    while first < len(pieces):
        number += 1
        boundary = start + length * min(number, count) / count
        last = _nearest_end(pieces, first, boundary, chunking.size * _LONGEST)
        yield _passage(document, heading, pieces[first:last])
        if last == len(pieces):
            return
        # The sentences shared with the next passage must leave it room for new ones.
        shared = chunking.overlap if last - first > chunking.overlap else 0
        while shared and pieces[last].end - pieces[last - shared].start > chunking.size:
            shared -= 1
        first = last - shared


def _nearest_end(pieces: list[Sentence], first: int, boundary: float, most: float) -> int:
    """Where the passage that starts with `first` ends: as near to the ideal boundary as whole sentences allow."""
    last = first + 1
    while last < len(pieces) and pieces[last].end - pieces[first].start <= most:
        if abs(pieces[last].end - boundary) > abs(pieces[last - 1].end - boundary):
            break
        last += 1
    return last


def _passage(document: Document, heading: str, sentences: list[Sentence]) -> Passage:
    start, end = sentences[0].start, sentences[-1].end
    return Passage(document.document_id, start, end, document.text[start:end], heading, tuple(sentences))


def _short_enough(sentence: Sentence, text: str, size: int) -> Iterator[Sentence]:
    """The sentence, or its pieces of at most `size` raw characters where it is far too long to be one."""
    if sentence.end - sentence.start <= size * _LONGEST:
        yield sentence
        return
    cuts = [sentence.start]
    while sentence.end - cuts[-1] > size:
        blank = max(text.rfind(" ", cuts[-1] + 1, cuts[-1] + size), text.rfind("\n", cuts[-1] + 1, cuts[-1] + size))
        cuts.append(blank + 1 if blank > 0 else cuts[-1] + size)
    for start, end in pairwise([*cuts, sentence.end]):
        visible = text[start:end].strip()
        if visible:
            begin = start + text[start:end].index(visible[0])
            yield Sentence(begin, begin + len(visible), " ".join(visible.split()))
