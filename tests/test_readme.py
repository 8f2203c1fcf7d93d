"""The README's commands work as they stand."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]
# `make serve` runs in a test of its own, `make test` is this very run, and measuring at full size is for test-all.
SPECIAL = {"make serve", "make test"}
# `make eval` asks all gold questions too, and the report is one of what was asked.
SLOW = {"make bench", ".venv/bin/kaynak eval run", ".venv/bin/kaynak eval report"}
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    data = str(tmp_path_factory.mktemp("readme"))
    usual = {name: value for name, value in os.environ.items() if name != "KAYNAK_ACCURACY_FLOOR"}
    return {**usual, "KAYNAK_PORT": port, "KAYNAK_DATA": data, "VENV": str(BIN.parent), "COLUMNS": "120"}


@pytest.fixture(scope="module")
def make_serve(environment: dict[str, str]) -> Iterator[str]:
    """`make serve`, with a port and a data directory of the test's."""
    with subprocess.Popen(["make", "serve"], cwd=ROOT, env=environment, start_new_session=True) as process:
        address = f"http://127.0.0.1:{environment['KAYNAK_PORT']}"
        try:
            yield _when_ready(address, process)
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def _when_ready(address: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
        except OSError:
            assert process.poll() is None, "make serve ended"
            time.sleep(0.5)
        else:
            return address
    raise AssertionError("make serve was not ready in ten minutes")


def test_the_first_screen_has_the_two_commands() -> None:
    assert COMMANDS[:2] == ["make serve", "make test"]


def test_make_serve_answers(make_serve: str) -> None:
    assert urllib.request.urlopen(f"{make_serve}/healthz", timeout=10).status == 200


def test_make_test_runs_pytest() -> None:
    printed = subprocess.run(
        ["make", "--no-print-directory", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert printed.splitlines()[-1].split()[0].endswith("/bin/pytest")


@pytest.mark.parametrize(
    "command", [pytest.param(c, marks=[pytest.mark.slow] if c in SLOW else []) for c in COMMANDS if c not in SPECIAL]
)
def test_the_command_works(command: str, make_serve: str, environment: dict[str, str]) -> None:
    words = shlex.split(command.replace(".venv/bin", str(BIN)).replace("http://127.0.0.1:8000", make_serve))
    if words[0] == "curl":
        words.insert(1, "--fail")
    reply = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert reply.returncode == 0, reply.stderr
    assert reply.stdout


def test_every_make_target_is_explained() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(target in listed for target in ("help", "install", "test", "lint", "eval", "serve", "bench"))


def test_addresses_in_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []
