"""The document store: what each sequence number shows, what is kept, and what a broken file gets."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.chunking import chunking_key, split_document
from corpus.types import Chunking, Document, Metadata, Page
from index.errors import IndexDamaged, IndexFormat, IndexMissing
from index.store import STORE, DocumentStore

SMALL = Chunking(size=200, overlap=1)
KEY = chunking_key(SMALL)
PLAIN = "Ankara Türkiye'nin başkentidir. Astana Kazakistan'ın başkentidir. Bakü Azerbaycan'ın başkentidir.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DocumentStore]:
    opened = DocumentStore(tmp_path, create=True)
    yield opened
    opened.close()


def document(document_id: str = "a", text: str = PLAIN, **more: object) -> Document:
    made = Document(document_id, text, f"sha-{hash((document_id, text))}", f"/files/{document_id}.txt")
    return replace(made, **more)  # type: ignore[arg-type]


def put(store: DocumentStore, made: Document, sequence: int) -> int:
    passages = split_document(made, SMALL)
    return store.put(made, passages, root="/files", chunking=KEY, sequence=sequence).version


def shown(store: DocumentStore, sequence: int) -> dict[str, int]:
    return {document_id: record.version for document_id, record in store.records(sequence).items()}


def test_a_document_comes_back_as_it_was_put(store: DocumentStore) -> None:
    metadata = Metadata("Başlık", ("Ayşe Ün", "B. Can"), "Yayınevi", 2021, "tr", "makale", "CC BY")
    pages = (Page(1, 0, 20), Page(2, 20, len(PLAIN), "10"))
    made = document(metadata=metadata, pages=pages, format="markdown")
    version = put(store, made, 1)
    assert store.document(version) == made
    record = store.records(1)["a"]
    assert (record.metadata, record.pages, record.characters, record.root) == (metadata, pages, len(PLAIN), "/files")
    assert [record.page_at(offset) for offset in (0, 19, 20)] == [1, 1, 2]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Çok güzel 🎉 oldu. 👩‍👩‍👧 ailesi geldi. 🇹🇷 bayrağı asıldı. Sonra da herkes evine döndü. " * 8, id="emoji"
        ),
        pytest.param(
            "Ko\u0308y yolu I\u0307zmir'e c\u0327ıkar. S\u0327ehir u\u0308c\u0327 saat uzaktadır. " * 9, id="combining marks"
        ),
        pytest.param("İlk satır burada biter.\r\nİkinci satır da burada.\r\n\r\nYeni bir bölüm başlar. " * 9, id="crlf"),
        pytest.param("Aynı cümle burada. " * 60, id="repeated text"),
        pytest.param(
            "𐱅𐰇𐰼𐰰 yazısı eskidir. Bugün okunan harfler başkadır. " * 9 + "son", id="beyond the basic plane, no full stop"
        ),
    ],
)
def test_every_passage_and_sentence_is_a_slice_of_the_stored_text(store: DocumentStore, text: str) -> None:
    made = document(text=text)
    version = put(store, made, 1)
    assert store.text(version) == text
    stored = [passage for _, passage in store.passages(store.passage_ids(1, KEY)).values()]
    assert stored == split_document(made, SMALL)
    assert len(stored) > 1
    for passage in stored:
        assert passage.text == text[passage.start : passage.end]
        assert all(passage.start <= s.start < s.end <= passage.end for s in passage.sentences)


def test_a_new_version_is_seen_from_its_sequence_number_on_and_the_old_one_before_it(store: DocumentStore) -> None:
    old, other = put(store, document(), 1), put(store, document("b"), 1)
    new = put(store, document(text="Yeni metin burada duruyor.\n"), 2)
    assert shown(store, 0) == {}
    assert shown(store, 1) == {"a": old, "b": other}
    assert shown(store, 2) == shown(store, 9) == {"a": new, "b": other}
    texts = {
        s: {p.text for _, p in store.passages(store.passage_ids(s, KEY)).values() if p.document_id == "a"} for s in (1, 2)
    }
    assert texts[2] == {"Yeni metin burada duruyor."}
    assert not texts[1] & texts[2]


def test_a_retired_document_is_seen_only_before_its_sequence_number(store: DocumentStore) -> None:
    version, other = put(store, document(), 1), put(store, document("b"), 1)
    store.retire("a", sequence=2)
    assert shown(store, 1) == {"a": version, "b": other}
    assert shown(store, 2) == {"b": other}
    assert set(store.live()) == {"b"}
    assert {p.document_id for _, p in store.passages(store.passage_ids(2, KEY)).values()} == {"b"}


def test_a_version_that_is_replaced_under_its_own_sequence_number_is_never_seen(store: DocumentStore) -> None:
    lost = put(store, document(), 3)
    kept = put(store, document(text="Bir daha yazıldı.\n"), 3)
    assert [shown(store, s) for s in (2, 3, 4)] == [{}, {"a": kept}, {"a": kept}]
    store.purge(3)
    assert store.passage_ids_of([lost], KEY) == []


def test_a_document_has_one_live_version_at_most(store: DocumentStore, tmp_path: Path) -> None:
    for sequence in (1, 2, 2, 3):
        put(store, document(text=f"Sürüm {sequence}.\n"), sequence)
    assert list(store.live()) == ["a"]
    with sqlite3.connect(tmp_path / STORE) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("UPDATE documents SET removed = NULL")
    raw.close()


def test_a_put_that_fails_half_way_leaves_the_version_before(store: DocumentStore) -> None:
    version = put(store, document(), 1)
    good = split_document(document(), SMALL)
    with pytest.raises(sqlite3.IntegrityError):
        store.put(document(), [*good, replace(good[0], heading=None)], root="/", chunking=KEY, sequence=2)  # type: ignore[arg-type]
    assert shown(store, 2) == {"a": version}
    assert len(store.passage_ids(2, KEY)) == len(good)


def test_purge_forgets_only_what_no_later_state_shows(store: DocumentStore) -> None:
    first = put(store, document(), 1)
    second = put(store, document(text="İkinci sürüm.\n"), 2)
    third = put(store, document(text="Üçüncü sürüm.\n"), 3)
    store.purge(2)
    assert [shown(store, s) for s in (2, 3)] == [{"a": second}, {"a": third}]
    assert store.passage_ids_of([first], KEY) == []
    assert store.passage_ids_of([second], KEY)


def test_ids_of_purged_passages_are_not_given_again(store: DocumentStore) -> None:
    version = put(store, document(), 1)
    before = store.passage_ids_of([version], KEY)
    store.retire("a", sequence=2)
    store.purge(2)
    again = put(store, document(), 3)
    assert again > version
    assert min(store.passage_ids_of([again], KEY)) > max(before)


def test_a_relocated_document_has_its_new_file_and_no_new_version(store: DocumentStore) -> None:
    version = put(store, document(), 1)
    store.relocate(version, root="/new", source="/new/b.txt")
    record = store.live()["a"]
    assert (record.version, record.root, record.source) == (version, "/new", "/new/b.txt")
    assert store.latest() == 1


def test_passages_of_two_chunkings_stand_side_by_side(store: DocumentStore) -> None:
    version = put(store, document(text=PLAIN * 8), 1)
    large = Chunking(size=600, overlap=0)
    passages = split_document(store.document(version), large)
    store.add_passages(version, passages, chunking=chunking_key(large))
    assert store.passage_counts(chunking_key(large)) == {version: len(passages)}
    assert len(store.passage_ids(1, KEY)) > len(passages)
    assert not set(store.passage_ids(1, KEY)) & set(store.passage_ids(1, chunking_key(large)))


def test_the_latest_sequence_number_counts_additions_and_removals(store: DocumentStore) -> None:
    assert store.latest() == 0
    put(store, document(), 4)
    assert store.latest() == 4
    store.retire("a", sequence=7)
    assert store.latest() == 7


def test_everything_and_the_store_id_are_there_after_reopening(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path, create=True)
    version, identity, ids = put(store, document(), 1), store.store_id, store.passage_ids(1, KEY)
    store.close()
    again = DocumentStore(tmp_path)
    assert (again.store_id, again.document(version), again.passage_ids(1, KEY)) == (identity, document(), ids)
    again.close()


def test_two_stores_have_different_ids(store: DocumentStore, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = DocumentStore(tmp_path / "other", create=True)
    assert other.store_id != store.store_id
    other.close()


def test_a_second_connection_sees_what_was_put_at_once(store: DocumentStore, tmp_path: Path) -> None:
    reader = DocumentStore(tmp_path)
    version = put(store, document(), 1)
    assert shown(reader, 1) == {"a": version}
    reader.close()


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="run `kaynak build`"):
        DocumentStore(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_store_of_another_format_version_is_refused_with_both_versions_and_the_command(tmp_path: Path) -> None:
    DocumentStore(tmp_path, create=True).close()
    raw = sqlite3.connect(tmp_path / STORE)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(IndexFormat, match=r"version 99, this Kaynak reads 1: run `kaynak build`"):
        DocumentStore(tmp_path)


@pytest.mark.parametrize("content", [b"this is no database " * 400, b"\x00" * 8192, bytes(range(256)) * 64])
def test_a_file_that_is_no_database_is_called_damaged_with_the_command(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STORE).write_bytes(content)
    with pytest.raises(IndexDamaged, match="run `kaynak build`"):
        DocumentStore(tmp_path)
