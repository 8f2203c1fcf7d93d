"""The command line, run as a person runs it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.segments import read_manifest
from service.settings import Settings

ENVIRONMENT = {**os.environ, "COLUMNS": "100", "HF_HUB_OFFLINE": "1"}


def kaynak(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "service", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**ENVIRONMENT, **environment}, timeout=120, check=False
    )


def one_line(reply: subprocess.CompletedProcess[str]) -> str:
    """The single line on stderr of a command that failed."""
    assert reply.returncode != 0
    assert reply.stdout == ""
    assert reply.stderr.count("\n") == 1, reply.stderr
    return reply.stderr


@contextmanager
def serving(*arguments: str | Path) -> Iterator[str]:
    command = [sys.executable, "-m", "service", "serve", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split()[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def test_help_names_every_command_and_setting_and_loads_no_model() -> None:
    started = time.perf_counter()
    text = kaynak("--help").stdout
    assert all(command in text for command in ("build", "ask", "serve", "eval", "bench"))
    assert time.perf_counter() - started < 20
    code = "import sys, service.cli as c; c._parser(); print([m for m in ('torch', 'faiss', 'fastapi') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_build_then_ask_on_the_terminal(tmp_path: Path) -> None:
    first = kaynak("build", "--data", tmp_path)
    assert first.returncode == 0
    assert first.stdout.startswith("built: documents 5")
    assert "documents: 5 of 5" in first.stderr
    second = kaynak("build", "--data", tmp_path)
    assert second.stdout.startswith("unchanged: documents 5")
    shown = kaynak("ask", "Kazakistan Senatosu kaç üyeden oluşur?", "--data", tmp_path)
    assert "toplam 49 üyeden oluşmaktadır" in " ".join(shown.stdout.split())
    assert "sayfa 6" in shown.stdout
    assert "»Senato, 16" in " ".join(shown.stdout.split())


def test_ask_json_is_what_the_service_says(built: Path, client) -> None:
    asked = "Who appoints the governors in Kazakhstan?"
    printed = json.loads(kaynak("ask", asked, "--json", "--top-k", "3", "--data", built).stdout)
    served = client.post("/v1/ask", json={"question": asked, "top_k": 3}).json()
    own = {"answer_id": None, "timings_ms": None}
    assert {**printed, **own} == {**served, **own}


def test_the_environment_sets_what_options_do(built: Path) -> None:
    assert kaynak("ask", "Senato?", "--json", KAYNAK_DATA=str(built)).returncode == 0


def test_wrong_calls_are_one_line_with_the_next_step(tmp_path: Path, built: Path) -> None:
    assert "kaynak build" in one_line(kaynak("ask", "Senato?", "--data", tmp_path / "none"))
    assert "blank" in one_line(kaynak("ask", "  ", "--data", built))
    assert "top_k" in one_line(kaynak("ask", "Senato?", "--top-k", "51", "--data", built))
    assert "2000" in one_line(kaynak("ask", "a" * 2001, "--data", built))
    assert "--help" in one_line(kaynak("answer"))
    assert "port" in one_line(kaynak("serve", "--port", "99999", "--data", built))
    assert "kaynak build" in one_line(kaynak("serve", "--data", tmp_path / "none"))
    assert "KAYNAK_DATA" in one_line(kaynak("build", "--data", "/dev/null/var"))
    assert "no such file" in one_line(kaynak("build", tmp_path / "nowhere", "--data", tmp_path / "new"))
    assert "sentence-transformers" in one_line(
        kaynak("build", "--encoder", tmp_path / "no-model", "--data", tmp_path / "new")
    )


def test_bad_files_are_named_and_the_rest_is_built(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text("Aktau limanı Hazar kıyısındadır.", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    (folder / "sheet.xlsx").write_bytes(b"PK")
    (folder / "unsure.txt").write_bytes("na\u00efve r\u00e9sum\u00e9".encode("latin-1"))
    reply = kaynak("build", folder, "--data", tmp_path / "var")
    assert reply.returncode == 1
    assert reply.stdout.startswith("built: documents 1")
    skipped = [line for line in reply.stderr.splitlines() if "skipped" in line]
    assert [name for name in ("empty", "picture", "sheet", "unsure") if any(name in line for line in skipped)] == [
        "empty", "picture", "sheet", "unsure",
    ]  # fmt: skip


def test_serve_answers_and_stops_when_told_to(built: Path) -> None:
    with serving("--data", built) as address:
        body = json.dumps({"question": "Senato?"}).encode()
        request = urllib.request.Request(f"{address}/v1/ask", data=body, headers={"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            assert reply.status == 200


def test_a_port_in_use_is_said_so(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "--port" in one_line(kaynak("serve", "--port", port, "--data", built))


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_described_in_the_readme(name: str) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert f"KAYNAK_{name.upper()}" in readme


def test_a_build_without_paths_brings_the_last_ones_up_to_date_and_adds_nothing_else(tmp_path: Path, docs: Path) -> None:
    assert kaynak("build", docs, "--data", tmp_path / "var", "--encoder", "hashing", "--passage-size", "500").returncode == 0
    (docs / "Denizli.txt").write_text("Denizli şehrinde köprü vardır.", encoding="utf-8")
    reply = kaynak("build", "--data", tmp_path / "var", "--passage-overlap", "0")
    assert reply.stdout.startswith("built: documents 4,")
    assert read_manifest(next((tmp_path / "var" / "generations").glob("*"))).chunking.size == 500


def test_a_file_that_is_away_for_one_build_is_not_replaced_by_other_documents(tmp_path: Path) -> None:
    own, data = tmp_path / "benim.txt", tmp_path / "var"
    own.write_text("Çınar köyünün muhtarı Elif Yaman'dır.\n", encoding="utf-8")
    assert kaynak("build", "--data", data, "--encoder", "hashing", "--passage-size", "400", own).returncode == 0
    own.rename(tmp_path / "elsewhere")
    assert "nothing to index" in one_line(kaynak("build", "--data", data))
    (tmp_path / "elsewhere").rename(own)
    assert "documents 1" in kaynak("build", "--data", data).stdout


def test_a_damaged_store_is_made_anew_from_what_the_index_was_built_from(tmp_path: Path) -> None:
    own, data = tmp_path / "benim.txt", tmp_path / "var"
    own.write_text("Çınar köyünün muhtarı Elif Yaman'dır.\n", encoding="utf-8")
    assert kaynak("build", "--data", data, "--encoder", "hashing", "--passage-size", "400", own).returncode == 0
    with (data / "documents.sqlite3").open("r+b") as store:
        store.write(bytes(100))
    made = kaynak("build", "--data", data).stdout
    assert "documents 1" in made
    assert "encoder hashing" in made
    generation = (data / "current").read_text(encoding="utf-8").strip()
    assert read_manifest(data / "generations" / generation).chunking.size == 400
    with (data / "documents.sqlite3").open("r+b") as store:
        store.write(bytes(100))
    (data / "built-from.json").unlink()
    assert "name its files and folders" in one_line(kaynak("build", "--data", data))


def test_control_characters_of_a_source_never_reach_the_terminal(tmp_path: Path) -> None:
    text = "Aktau \x1b[2JLimanı\n\nAktau limanı \x1b[2JHazar kıyısındadır. " + "Ova düzdür, dağ yüksektir. " * 20
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kaynak("build", tmp_path / "a.txt", "--data", tmp_path / "var", "--encoder", "hashing")
    shown = kaynak("ask", "Aktau limanı nerede?", "--data", tmp_path / "var")
    assert "Hazar" in shown.stdout
    assert "Aktau [2JLimanı" in shown.stdout
    assert "\x1b" not in shown.stdout


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in ("build", "ask", "serve", "eval", "bench") if f"kaynak {name}" not in readme] == []
    assert not re.search(r"^[A-Z]+_TABLES?$", readme, re.MULTILINE)
