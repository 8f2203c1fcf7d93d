"""Fixtures that several test files share: the five real documents, built and served once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from building import prose
from starlette.testclient import TestClient

from index.building import build
from index.embedders import load_embedder
from service.app import create_app
from service.settings import DOCUMENTS, Settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data directory with the index of the five documents; tests that change an index build their own."""
    data = tmp_path_factory.mktemp("built")
    build(data, [DOCUMENTS], encoder=lambda _: load_embedder("hashing"))
    return data


@pytest.fixture(scope="session")
def client(built: Path) -> Iterator[TestClient]:
    """The service over the five documents."""
    with TestClient(create_app(Settings(data=built))) as client:
        yield client


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("Ankara", "Bursa", "Ceyhan"):
        (folder / f"{name}.txt").write_text(prose(name), encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"
