"""Files to documents: one row of LOADERS per suffix."""

import hashlib
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.catalogue import Entry
from corpus.encoding import EncodingError, decode
from corpus.errors import SourceError, UnknownFormat, UnreadableSource
from corpus.language import guess_language
from corpus.markdown import markdown_title
from corpus.text import fold
from corpus.types import Document, Format, Metadata, Page

_TELLING = 2000  # characters that tell a document's language


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a format's loader makes of a file's bytes."""

    text: str
    pages: tuple[Page, ...] = ()
    title: str = ""
    format: Format = "text"
    remark: str = ""


def load_text(data: bytes) -> Loaded:
    """Plain text; form feeds start pages."""
    text, encoding = decode(data)
    return Loaded(text, _form_feed_pages(text), remark=_remark(encoding))


def load_markdown(data: bytes) -> Loaded:
    """Markdown; the first heading of the first level is the title."""
    text, encoding = decode(data)
    return Loaded(text, title=markdown_title(text), format="markdown", remark=_remark(encoding))


LOADERS: dict[str, Callable[[bytes], Loaded]] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
}


def load_document(path: Path, *, document_id: str, entry: Entry | None = None) -> tuple[Document, str]:
    """The document of a file, and a remark for its reader ("read as cp1254"), mostly empty.

    Raises UnknownFormat for a suffix without a loader; UnreadableSource for a file that is missing, empty, binary, a pipe
    or device, or in an unclear encoding; SourceError where its catalogue entry describes another version of it.
    """
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        known = ", ".join(LOADERS)
        raise UnknownFormat(path, f"no loader for {path.suffix or 'files without a suffix'}; known are {known}")
    try:
        data = _read(path)
        loaded = loader(data)
    except OSError as error:
        raise UnreadableSource(path, f"cannot be read: {error.strerror}") from error
    except EncodingError as error:
        raise UnreadableSource(path, str(error)) from error
    if not any(character.isalnum() for character in loaded.text):
        raise UnreadableSource(path, "it holds no text")
    digest = hashlib.sha256(data).hexdigest()
    document = Document(
        document_id=document_id,
        text=loaded.text,
        sha256=digest,
        source=str(path),
        metadata=Metadata(title=loaded.title or path.stem.replace("_", " ").replace("-", " ")),
        pages=loaded.pages,
        format=loaded.format,
    )
    return _in_language(_catalogued(document, path, entry) if entry else document), loaded.remark


def slug(name: str) -> str:
    """A name as it can stand in an address: folded, blanks as hyphens; a digest where no Latin letter is left."""
    made = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80].rstrip("-")
    return made or "d-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def _read(path: Path) -> bytes:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        # To read a pipe would wait for ever for whoever writes into it.
        raise UnreadableSource(path, "it is a pipe, a socket or a device, not a file")
    return path.read_bytes()


def _catalogued(document: Document, path: Path, entry: Entry) -> Document:
    if entry.sha256 and entry.sha256 != document.sha256:
        raise SourceError(path, f"its catalogue entry describes another version (sha256 {entry.sha256[:12]}...); update it")
    if entry.page_starts and entry.page_starts[-1] >= len(document.text):
        raise SourceError(path, f"its catalogue entry has a page at {entry.page_starts[-1]}, past the end of the text")
    title = entry.metadata.title or document.metadata.title
    pages = entry.pages(len(document.text)) if entry.page_starts else document.pages
    return replace(document, metadata=replace(entry.metadata, title=title), pages=pages)


def _in_language(document: Document) -> Document:
    """The document with its language guessed from its beginning where the catalogue does not tell."""
    if document.metadata.language:
        return document
    guessed = guess_language(document.text[:_TELLING].strip())
    return replace(document, metadata=replace(document.metadata, language=guessed))


def _form_feed_pages(text: str) -> tuple[Page, ...]:
    starts = [0, *(i + 1 for i, character in enumerate(text[:-1]) if character == "\f")]
    if len(starts) == 1:
        return ()
    return tuple(Page(n, a, b) for n, (a, b) in enumerate(zip(starts, (*starts[1:], len(text)), strict=True), start=1))


def _remark(encoding: str) -> str:
    return "" if encoding == "utf-8" else f"read as {encoding}"
