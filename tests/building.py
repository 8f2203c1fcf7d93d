"""What the tests of builds share: documents to build from, encoders that tell, and what an index answers."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.types import Chunking
from index.building import BuildReport, build
from index.embedders import HashingEmbedder
from index.opening import open_index
from index.retriever import Retriever
from index.timing import Stopwatch
from index.types import Encoded, EncoderInfo

ROOT = Path(__file__).resolve().parent.parent


class Recording(HashingEmbedder):
    """The hashing encoder, with a list of the texts that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_document(self, texts: Sequence[str]) -> Encoded:
        self.texts += texts
        return super().encode_document(texts)


class Narrow(HashingEmbedder):
    """Another encoder, by name and width."""

    dimensions = 64

    def __init__(self) -> None:
        self.info = EncoderInfo("narrow", "narrow-64", self.dimensions)


def prose(name: str, sentences: int = 30) -> str:
    sentence = "{name} şehrinde {i}. köprü {years} yılda yapıldı. Köprünün adı {name} köprüsüdür.\n"
    return "".join(sentence.format(name=name, i=i, years=7 * i) for i in range(sentences))


def run(data: Path, *paths: Path, encoder: HashingEmbedder | None = None, chunking: Chunking | None = None) -> BuildReport:
    return build(data, paths, encoder=lambda _: encoder or HashingEmbedder(), chunking=chunking)


def texts_of(data: Path) -> dict[str, str]:
    index = open_index(data)
    try:
        return {document_id: index.store.text(record.version) for document_id, record in index.records.items()}
    finally:
        index.close()


def answers(data: Path, encoder: HashingEmbedder | None = None) -> list[tuple[str, str, float]]:
    index = open_index(data)
    try:
        retriever = Retriever(index, encoder or HashingEmbedder())
        return [
            (hit.document.document_id, hit.passage.text, hit.score)
            for question in ("Bursa köprüleri", "ANKARA", "ceyhan kopru 21")
            for hit in retriever.search(question, language="tr", top_k=5, watch=Stopwatch())
        ]
    finally:
        index.close()


def folder_of(data: Path) -> Path:
    [folder] = (data / "generations").iterdir()
    return folder


def open_records(data: Path) -> dict[str, tuple[str, str]]:
    index = open_index(data)
    try:
        return {document_id: (record.source, record.metadata.title) for document_id, record in index.records.items()}
    finally:
        index.close()


def cut(path: Path, share: float = 0.5) -> None:
    """Keep the first part of a file only."""
    replace_content(path, path.read_bytes()[: int(path.stat().st_size * share)])


def replace_content(path: Path, content: bytes) -> None:
    """Another file under the same name. Written over, a file that some thread still has mapped would end the process."""
    other = path.with_name(path.name + ".other")
    other.write_bytes(content)
    other.replace(path)


@contextmanager
def no_waiting() -> Iterator[None]:
    """Fail where a pipe is read, which would hang the tests for ever."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits"))
    signal.alarm(60)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
