"""The widget's script and the sites that may use it, over HTTP."""

import base64
import hashlib
import subprocess
from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from service import cli
from service.app import create_app
from service.settings import Settings

SOURCES = Path(__file__).resolve().parent.parent / "service" / "static" / "widget"
BUILT = SOURCES.parent / "dist"
SITE = "https://example.org"


def test_the_script_has_a_lasting_name_and_one_of_its_content(client: TestClient) -> None:
    described = client.get("/widget/v1/widget.json").json()
    lasting, hashed = client.get("/widget/v1/widget.js"), client.get(described["src"])
    assert lasting.content == hashed.content == (BUILT / "widget.js").read_bytes()
    assert lasting.headers["cache-control"] == "no-cache"
    assert "immutable" in hashed.headers["cache-control"]
    digest = base64.b64encode(hashlib.sha384(hashed.content).digest()).decode()
    assert described["integrity"] == f"sha384-{digest}"
    assert lasting.headers["content-type"].startswith("text/javascript")


def test_a_browser_that_has_the_script_is_not_sent_it_again(client: TestClient) -> None:
    etag = client.get("/widget/v1/widget.js").headers["etag"]
    again = client.get("/widget/v1/widget.js", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_script_stays_small_and_is_sent_packed(client: TestClient) -> None:
    assert (BUILT / "widget.js").stat().st_size <= 60_000
    packed, plain = (client.get("/widget/v1/widget.js", headers={"accept-encoding": name}) for name in ("gzip", "identity"))
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) <= 22_000
    assert "content-encoding" not in plain.headers


def test_the_committed_files_are_what_the_sources_make(toolchain: Path) -> None:
    subprocess.run(["node", "build.mjs"], cwd=toolchain, check=True)
    made = {path.name: path.read_bytes() for path in (toolchain.parent / "dist").iterdir()}
    assert sorted(made) == sorted(path.name for path in BUILT.iterdir())
    assert [name for name, content in made.items() if content != (BUILT / name).read_bytes()] == []


def test_only_listed_sites_may_read_answers(built: Path) -> None:
    with TestClient(create_app(Settings(data=built, allowed_origins=[SITE]))) as client:
        known = client.post("/v1/ask", json={"question": "Ankara?"}, headers={"origin": SITE})
        stranger = client.post("/v1/ask", json={"question": "Ankara?"}, headers={"origin": "https://other.example"})
        wrong = client.post("/v1/ask", json={}, headers={"origin": SITE})
    assert known.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-origin" not in stranger.headers
    assert wrong.status_code == 422
    assert wrong.headers["access-control-allow-origin"] == SITE
    assert not any(name.lower() == "access-control-allow-credentials" for name in known.headers)


def test_without_a_list_no_site_may_read_answers(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "Ankara?"}, headers={"origin": SITE})
    assert not any(name.lower().startswith("access-control") for name in reply.headers)


def test_a_list_of_sites_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAYNAK_ALLOWED_ORIGINS", "https://Example.org/, http://127.0.0.1:8001")
    assert Settings().allowed_origins == [SITE, "http://127.0.0.1:8001"]


@pytest.mark.parametrize("wrong", ["*", "https://*.example.org", "example.org", "https://example.org/shop", "null"])
def test_what_is_no_origin_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    with pytest.raises(ValidationError):
        Settings(allowed_origins=[wrong])
    monkeypatch.setenv("KAYNAK_ALLOWED_ORIGINS", wrong)
    assert cli.main(["serve", "--port", "0"]) == 1
    assert wrong in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/", "/documents/kazakistan-ulke-notu", "/documents/no-such"])
def test_every_page_is_shut_to_scripts_and_frames_of_others(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
