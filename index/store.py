"""The document store: SQLite, the only truth about documents and passages. Every other file can be made anew from it.

Each build has a sequence number. A document version is visible at sequence s if it was added at or before s and not
removed by then, so a reader that holds an older manifest goes on seeing exactly the state that manifest describes.
"""

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.types import Document, Metadata, Page, Passage, Sentence
from index.errors import DataDirectory, IndexDamaged, IndexFormat, IndexMissing
from index.types import DocumentRecord

STORE = "documents.sqlite3"
FORMAT_VERSION = 1
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
  version INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL, root TEXT NOT NULL, source TEXT NOT NULL,
  sha256 TEXT NOT NULL, metadata TEXT NOT NULL, pages TEXT NOT NULL, format TEXT NOT NULL, characters INTEGER NOT NULL,
  text TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER);
CREATE UNIQUE INDEX one_live_version ON documents (document_id) WHERE removed IS NULL;
CREATE TABLE passages (
  passage_id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  chunking TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, sentences TEXT NOT NULL);
CREATE INDEX passages_of ON passages (version, chunking, passage_id);
"""
_COLUMNS = "version, document_id, root, source, sha256, metadata, pages, characters"
_VISIBLE = "added <= :at AND (removed IS NULL OR removed > :at)"


class DocumentStore:
    """Documents and their passages; one connection, used under a lock by all threads."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / STORE
        if not create and not self.path.is_file():
            raise IndexMissing(folder)
        if self.path.is_dir():
            raise IndexDamaged(self.path, "it is a folder")
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        try:
            with self._damage_told():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; the store is not used again."""
        self._connection.close()

    def check(self) -> None:
        """Read every page; raises IndexDamaged where one is not as SQLite wrote it."""
        found = self._all("PRAGMA quick_check(1)")
        if found != [("ok",)]:
            raise IndexDamaged(self.path, str(found[0][0]).splitlines()[0])

    @property
    def store_id(self) -> str:
        """Made once with the store; an index of another store is told apart by it."""
        return str(self._all("SELECT value FROM about WHERE key = 'store_id'")[0][0])

    # --- what there is -------------------------------------------------------------------------------------------------

    def live(self) -> dict[str, DocumentRecord]:
        """Documents of the newest state, finished by a manifest or not."""
        rows = self._all(f"SELECT {_COLUMNS} FROM documents WHERE removed IS NULL ORDER BY document_id")
        return {record.document_id: record for record in map(_record, rows)}

    def latest(self) -> int:
        """The highest sequence number that any change was made under."""
        return int(self._all("SELECT max(coalesce(max(added), 0), coalesce(max(removed), 0)) FROM documents")[0][0])

    def records(self, sequence: int) -> dict[str, DocumentRecord]:
        """Documents visible at a sequence number, in the order of their ids."""
        rows = self._all(f"SELECT {_COLUMNS} FROM documents WHERE {_VISIBLE} ORDER BY document_id", {"at": sequence})
        return {record.document_id: record for record in map(_record, rows)}

    def passage_ids(self, sequence: int, chunking: str) -> list[int]:
        """Ids of the passages visible at a sequence number, rising."""
        query = f"SELECT passage_id FROM passages JOIN documents USING (version) WHERE chunking = :chunking AND {_VISIBLE}"
        return [row[0] for row in self._all(f"{query} ORDER BY passage_id", {"at": sequence, "chunking": chunking})]

    def passage_ids_of(self, versions: Iterable[int], chunking: str) -> list[int]:
        """Ids of the passages of some document versions, rising."""
        query = "SELECT passage_id FROM passages WHERE version IN (SELECT value FROM json_each(?)) AND chunking = ?"
        return [row[0] for row in self._all(f"{query} ORDER BY passage_id", (json.dumps(list(versions)), chunking))]

    def passage_counts(self, chunking: str) -> dict[int, int]:
        """Document version -> number of its passages."""
        return dict(self._all("SELECT version, count(*) FROM passages WHERE chunking = ? GROUP BY version", (chunking,)))

    def passages(self, ids: Sequence[int]) -> dict[int, tuple[int, Passage]]:
        """Passage id -> document version and passage, for those there are."""
        query = """SELECT passage_id, version, start, "end", heading, sentences FROM passages
                   WHERE passage_id IN (SELECT value FROM json_each(?))"""
        rows = self._all(query, (json.dumps(list(ids)),))
        # Each text is read once: for SQLite a slice of a long one costs as much as all of it.
        texts = self._texts({row[1] for row in rows})
        return {passage: (version, _passage(*texts[version], *row)) for passage, version, *row in rows if version in texts}

    def _texts(self, versions: Iterable[int]) -> dict[int, tuple[str, str]]:
        query = "SELECT version, document_id, text FROM documents WHERE version IN (SELECT value FROM json_each(?))"
        return {row[0]: (row[1], row[2]) for row in self._all(query, (json.dumps(list(versions)),))}

    def text(self, version: int) -> str:
        """Raw text of a document version."""
        rows = self._all("SELECT text FROM documents WHERE version = ?", (version,))
        if not rows:
            raise IndexDamaged(self.path, "the state that was open is gone")
        return str(rows[0][0])

    def format(self, version: int) -> str:
        """What a document version was read as."""
        return str(self._all("SELECT format FROM documents WHERE version = ?", (version,))[0][0])

    def document(self, version: int) -> Document:
        """A document version as it was put."""
        row = self._all(f"SELECT {_COLUMNS}, format, text FROM documents WHERE version = ?", (version,))[0]
        record = _record(row[:8])
        return Document(
            record.document_id, row[9], record.sha256, record.source, record.metadata, record.pages, format=row[8]
        )

    # --- changes: each is durable when its call returns ----------------------------------------------------------------

    def put(
        self, document: Document, passages: Sequence[Passage], *, root: str, chunking: str, sequence: int
    ) -> DocumentRecord:
        """Add a document, or a new version of it, with its passages, in one transaction."""
        with self._transaction() as connection:
            _retire(connection, document.document_id, sequence)
            cursor = connection.execute(
                f"INSERT INTO documents ({_COLUMNS}, format, text, added) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    document.document_id, root, document.source, document.sha256, _json(asdict(document.metadata)),
                    _json([[p.number, p.start, p.end, p.label] for p in document.pages]), len(document.text),
                    document.format, document.text, sequence,
                ),
            )  # fmt: skip
            version = cursor.lastrowid or 0
            _insert_passages(connection, version, passages, chunking)
        return DocumentRecord(
            version, document.document_id, root, document.source, document.sha256, document.metadata, document.pages,
            len(document.text),
        )  # fmt: skip

    def add_passages(self, version: int, passages: Sequence[Passage], *, chunking: str) -> None:
        """Passages of a document version under another chunking."""
        with self._transaction() as connection:
            _insert_passages(connection, version, passages, chunking)

    def retire(self, document_id: str, *, sequence: int) -> None:
        """Remove a document from the states at `sequence` and later."""
        with self._transaction() as connection:
            _retire(connection, document_id, sequence)

    def relocate(self, version: int, *, root: str, source: str) -> None:
        """Note that a document's file has moved."""
        with self._transaction() as connection:
            connection.execute("UPDATE documents SET root = ?, source = ? WHERE version = ?", (root, source, version))

    def remember(self, key: str, value: str) -> None:
        """Keep a fact about the store, such as what its index was last made with."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def recall(self, key: str) -> str | None:
        """A fact that was kept; None where there is none."""
        found = self._all("SELECT value FROM about WHERE key = ?", (key,))
        return str(found[0][0]) if found else None

    def roots(self) -> list[Path]:
        """Files and folders that the newest state was built from."""
        rows = self._all("SELECT DISTINCT root FROM documents WHERE removed IS NULL ORDER BY root")
        return [Path(row[0]) for row in rows]

    def purge(self, sequence: int) -> None:
        """Forget the versions that no state at `sequence` or later shows."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM documents WHERE removed <= ?", (sequence,))

    # --- SQLite --------------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        connection = self._connection
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"):
            connection.execute(f"PRAGMA {pragma}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with self._transaction():
                for statement in _SCHEMA.split(";\n"):
                    connection.execute(statement)
                connection.execute("INSERT INTO about VALUES ('store_id', ?)", (uuid.uuid4().hex,))
                connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        elif version != FORMAT_VERSION:
            raise IndexFormat(self.path, version, FORMAT_VERSION)

    def _all(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        with self._lock, self._damage_told():
            return self._connection.execute(query, parameters).fetchall()

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """Turn what SQLite says of a file that is none of its own into IndexDamaged; a full disk stays what it is."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "readonly" in str(error) or "unable to open" in str(error):
                raise DataDirectory(self.path.parent, f"{self.path.name}: {error}") from error
            if "decode" not in str(error):
                raise
            raise IndexDamaged(self.path, str(error)) from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise
            raise IndexDamaged(self.path, str(error)) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._damage_told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _retire(connection: sqlite3.Connection, document_id: str, sequence: int) -> None:
    connection.execute("UPDATE documents SET removed = ? WHERE document_id = ? AND removed IS NULL", (sequence, document_id))


def _insert_passages(connection: sqlite3.Connection, version: int, passages: Sequence[Passage], chunking: str) -> None:
    rows = ((version, chunking, p.start, p.end, p.heading, _relative(p.sentences, p.start)) for p in passages)
    connection.executemany("INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?)", rows)


def _record(row: Sequence[Any]) -> DocumentRecord:
    metadata = json.loads(row[5])
    pages = tuple(Page(*page) for page in json.loads(row[6]))
    version, document_id, root, source, sha256 = row[:5]
    known = Metadata(**{**metadata, "authors": tuple(metadata["authors"])})
    return DocumentRecord(version, document_id, root, source, sha256, known, pages, row[7])


def _passage(document_id: str, text: str, start: int, end: int, heading: str, sentences: str) -> Passage:
    return Passage(document_id, start, end, text[start:end], heading, _sentences(start, sentences))


def _sentences(start: int, stored: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(start + a, start + b, reading) for a, b, reading in json.loads(stored))


def _relative(sentences: Sequence[Sentence], origin: int) -> str:
    return _json([[s.start - origin, s.end - origin, s.reading] for s in sentences])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
