"""Fixtures that several test files share: the five real documents, built and served once."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESKTOP, PHONE, chromium, foreign_site, serving, watched
from building import ROOT, prose
from playwright.sync_api import Browser, Page
from runs import written_runs
from starlette.testclient import TestClient

from index.building import build
from index.embedders import load_embedder
from service.app import create_app
from service.settings import DOCUMENTS, Settings

# Most tests use the encoder that needs no model, which is never as sure as the default floor asks. Services that tests start
# as processes of their own see it too.
os.environ["KAYNAK_ACCURACY_FLOOR"] = "0.5"


@pytest.fixture
def one_thread() -> Iterator[None]:
    """In models as small as tests make them, threads would only wait for each other."""
    import torch  # most tests need none of it

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


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


@pytest.fixture(scope="session")
def toolchain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the widget's sources beside those of the pages, with the packages that the lock file names."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine")
    static = ROOT / "service" / "static"
    copy = tmp_path_factory.mktemp("build") / "static"
    shutil.copytree(static, copy, ignore=shutil.ignore_patterns("dist", "node_modules"))
    at_hand = static / "widget" / "node_modules"
    if at_hand.is_dir():
        (copy / "widget" / "node_modules").symlink_to(at_hand)
        return copy / "widget"
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    brought = subprocess.run(command, cwd=copy / "widget", capture_output=True, text=True)
    if brought.returncode:
        pytest.skip("npm could not bring the packages: " + brought.stderr[-200:])
    return copy / "widget"


@pytest.fixture(scope="session")
def axe(toolchain: Path) -> str:
    """The accessibility checker's script."""
    return (toolchain / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


# What the tests in a real browser share. A module that serves something else has an `address` or a `page` of its own.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once a module."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service over the five documents, with evaluation runs to look at."""
    with serving(written_runs(built, tmp_path_factory.mktemp("pages"))) as address:
        yield address


@pytest.fixture(params=[("tr-TR", DESKTOP), ("en-GB", PHONE)], ids=["tr-desktop", "en-phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page that must not log an error, in each language and size."""
    locale, viewport = request.param
    with watched(browser, address, locale=locale, viewport=viewport) as page:
        yield page


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages of a site of another origin, by path."""
    return {}


@pytest.fixture(scope="module")
def site(pages: dict[str, str]) -> Iterator[str]:
    """The address of that site."""
    with foreign_site(pages) as address:
        yield address
