"""A running service and builds beside it: what is answered always comes from one whole state."""

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.language import _detector
from index.building import build
from index.embedders import load_embedder
from index.errors import EncoderMismatch, IndexDamaged, IndexMissing
from index.generations import current_generation, generation_folder
from index.segments import MANIFEST
from service.app import create_app
from service.bootstrap import LivePipeline, build_pipeline
from service.settings import Settings


def built_from(data: Path, folder: Path) -> None:
    build(data, [folder], encoder=lambda _: load_embedder("hashing"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "liman.txt").write_text("Aktau limanı Hazar kıyısındadır. Liman 1963 yılında kuruldu.", encoding="utf-8")
    return folder


def test_a_build_by_another_process_is_picked_up_without_a_restart(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "var"
    built_from(data, folder)
    with TestClient(create_app(Settings(data=data))) as client:
        assert client.get("/readyz").json()["documents"] == 1
        (folder / "baraj.txt").write_text("Kapçagay barajı İli ırmağı üzerindedir.", encoding="utf-8")
        built_from(data, folder)
        reply = client.post("/v1/ask", json={"question": "Kapçagay barajı hangi ırmak üzerindedir?"}).json()
        assert "İli ırmağı" in reply["answer"]["text"]
        (folder / "liman.txt").unlink()
        built_from(data, folder)
        assert [d["document_id"] for d in client.get("/v1/documents").json()["documents"]] == ["baraj"]


def test_the_old_state_serves_on_when_the_new_one_cannot_be_opened(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "var"
    built_from(data, folder)
    with TestClient(create_app(Settings(data=data))) as client:
        manifest = generation_folder(data, current_generation(data)) / MANIFEST
        manifest.write_text("half", encoding="utf-8")
        reply = client.post("/v1/ask", json={"question": "Aktau limanı ne zaman kuruldu?"}).json()
        assert "1963" in reply["answer"]["text"]
        assert "kaynak build" in client.get("/readyz").json()["fault"]
        built_from(data, folder)
        assert client.get("/readyz").json()["fault"] is None


@contextmanager
def a_file_out_of_its_place(data: Path) -> Iterator[None]:
    segment = max(data.rglob("segment-*.ids.npy"), key=lambda path: path.stat().st_mtime_ns)
    aside = segment.rename(segment.with_name("aside"))
    yield
    aside.rename(segment)


@contextmanager
def few_open_files(_: Path) -> Iterator[None]:
    """Enough to read the name of the newest state, too few for SQLite, which opens three."""
    held = [os.dup(0) for _ in range(20)]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(held) + 2, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in held:
            os.close(descriptor)


@pytest.mark.parametrize("fault", [a_file_out_of_its_place, few_open_files])
def test_a_new_state_that_could_not_be_opened_for_a_while_is_tried_again_but_not_at_every_question(
    tmp_path: Path, folder: Path, fault: Callable[[Path], AbstractContextManager[None]]
) -> None:
    data, now = tmp_path / "var", [1000.0]
    built_from(data, folder)
    live = LivePipeline(Settings(data=data), clock=lambda: now[0])
    (folder / "baraj.txt").write_text("Kapçagay barajı İli ırmağı üzerindedir.", encoding="utf-8")
    built_from(data, folder)
    with fault(data):
        assert set(live.now().index.records) == {"liman"}
        assert live.fault
    now[0] += 1
    assert set(live.now().index.records) == {"liman"}
    now[0] += 60
    assert set(live.now().index.records) == {"baraj", "liman"}
    assert live.fault == ""
    live.close()


def test_a_service_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="kaynak build"):
        create_app(Settings(data=tmp_path))


def test_settings_cannot_contradict_the_index(built: Path) -> None:
    with pytest.raises(EncoderMismatch, match="kaynak build --encoder"):
        build_pipeline(Settings(data=built, encoder="some/other-model"))


def test_an_index_with_a_changed_file_is_not_opened(tmp_path: Path, built: Path) -> None:
    data = tmp_path / "copy"
    shutil.copytree(built, data)
    segment = next(data.rglob("segment-*.faiss"))
    content = bytearray(segment.read_bytes())
    content[-1] ^= 1
    segment.write_bytes(content)
    with pytest.raises(IndexDamaged, match="kaynak build"):
        build_pipeline(Settings(data=data))


def test_an_opened_pipeline_has_loaded_what_tells_the_language(built: Path) -> None:
    _detector.cache_clear()
    build_pipeline(Settings(data=built)).index.close()
    assert _detector.cache_info().currsize == 1
