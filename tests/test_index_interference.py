"""One build at a time, and disks that say no."""

import fcntl
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from building import ROOT, Narrow, answers, prose, run, texts_of

from index.errors import (
    BuildRunning,
    DataDirectory,
    IndexMissing,
    StorageFailed,
)
from index.opening import open_index

WAITING = """
import sys, time
from pathlib import Path
from index.building import build
from index.embedders import HashingEmbedder
data, docs, go = map(Path, sys.argv[1:])

class Waiting(HashingEmbedder):
    def encode_document(self, texts):
        go.with_name("waiting").touch()
        while not go.exists():
            time.sleep(0.005)
        return super().encode_document(texts)

report = build(data, [docs], encoder=lambda _: Waiting())
print(report.documents, report.changed)
"""


def test_a_second_build_stops_at_once_and_the_first_ends_well(data: Path, docs: Path, tmp_path: Path) -> None:
    go = tmp_path / "go"
    command = [sys.executable, "-c", WAITING, str(data), str(docs), str(go)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        while not (tmp_path / "waiting").exists():
            assert first.poll() is None
            time.sleep(0.01)
        try:
            for _ in range(2):
                begin = time.perf_counter()
                with pytest.raises(BuildRunning, match=rf"process {first.pid}\): wait for it to end, then build again"):
                    run(data, docs)
                assert time.perf_counter() - begin < 1
        finally:
            go.touch()
        printed, _ = first.communicate(timeout=30)
    assert (first.returncode, printed) == (0, "3 True\n")
    assert not run(data, docs).changed
    assert set(texts_of(data)) == {"ankara", "bursa", "ceyhan"}


def test_a_lock_file_that_nobody_holds_stops_no_build(data: Path, docs: Path) -> None:
    data.mkdir()
    (data / "build.lock").write_text("1")
    assert run(data, docs).changed


def test_a_lock_that_another_process_holds_stops_the_command_with_one_line(data: Path, docs: Path) -> None:
    data.mkdir()
    with (data / "build.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "service", "build", str(docs), "--data", str(data)]
        stopped = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("kaynak: another build is at work in ")
    assert stopped.stderr.count("\n") == 1
    assert [path.name for path in data.iterdir()] == ["build.lock"]


@pytest.mark.parametrize("place", ["a file", "below a file", "on a device that takes no folders"])
def test_a_data_directory_that_cannot_be_one_is_named_with_the_next_step(docs: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    data = {"a file": tmp_path / "file", "below a file": tmp_path / "file" / "data"}.get(place, Path("/proc/kaynak"))
    with pytest.raises(DataDirectory, match="choose another with --data or KAYNAK_DATA") as caught:
        run(data, docs)
    assert str(data) in str(caught.value)
    assert (tmp_path / "file").read_text() == "x"
    with pytest.raises(IndexMissing):
        open_index(data)


LIMITED = """
import os, resource, sys
from pathlib import Path
from index.building import build
from index.embedders import HashingEmbedder
from index.types import EncoderInfo
from service.cli import main

class Wide(HashingEmbedder):
    dimensions = 2048
    def __init__(self):
        self.info = EncoderInfo("wide", "wide", self.dimensions)

docs = sys.argv[1]
for job in sys.argv[2:]:
    kind, limit, data = job.split(",", 2)
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        if kind == "command":
            os._exit(main(["build", docs, "--data", data]))
        try:
            build(Path(data), [Path(docs)], encoder=lambda _: Wide())
        except BaseException as error:
            print("kaynak:", type(error).__name__, error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print("END", job, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=sys.stderr, flush=True)
"""


def limited(docs: Path, jobs: Sequence[tuple[str, int, Path]]) -> list[tuple[int, str]]:
    """Exit code and what was said last of builds whose files may not grow beyond a limit."""
    command = [sys.executable, "-c", LIMITED, str(docs), *(f"{kind},{limit},{data}" for kind, limit, data in jobs)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    results, lines = [], [""]
    for line in ended.stderr.splitlines():
        if line.startswith("END "):
            results.append((int(line.rsplit(" ", 1)[1]), lines[-1]))
            lines = [""]
        elif "kaynak: " in line:
            lines.append(line[line.index("kaynak: ") :])  # FAISS writes words of its own before it, on the same line
    return results


def test_a_full_disk_is_one_clear_error_the_index_before_serves_on_and_with_room_the_build_completes(
    data: Path, docs: Path, tmp_path: Path
) -> None:
    run(data, docs)
    expected = answers(data)
    jobs = [("command", limit, tmp_path / f"full-{limit}") for limit in (600, 9_000, 45_000, 90_000)]
    for _, _, copy in jobs:
        shutil.copytree(data, copy)
    for name in ("Denizli", "Edirne", "Fatsa"):
        (docs / f"{name}.txt").write_text(prose(name, 400), encoding="utf-8")
    (docs / "Ceyhan.txt").unlink()
    for (_, _, copy), (code, line) in zip(jobs, limited(docs, jobs), strict=True):
        assert code == 1
        assert line.startswith(f"kaynak: cannot write to {copy} (")
        assert line.endswith("the index that was there still serves; make room and build again")
        assert answers(copy) == expected
        assert set(texts_of(copy)) == {"ankara", "bursa", "ceyhan"}
    run(data, docs)
    for _, _, copy in jobs:
        assert run(copy, docs).changed
        assert set(texts_of(copy)) == {"ankara", "bursa", "denizli", "edirne", "fatsa"}
        assert texts_of(copy) == texts_of(data)


def test_a_disk_that_is_full_for_the_vectors_leaves_the_index_before(data: Path, docs: Path, tmp_path: Path) -> None:
    run(data, docs)
    expected, encoded = answers(data), run(data, docs).passages
    jobs = [("build", limit, tmp_path / f"full-{limit}") for limit in (encoded * 2048, encoded * 4096)]
    for _, _, copy in jobs:
        shutil.copytree(data, copy)
    for (_, _, copy), (code, line) in zip(jobs, limited(docs, jobs), strict=True):
        assert code == 1
        assert line.startswith(f"kaynak: {StorageFailed.__name__} cannot write to {copy} (")
        assert line.endswith("the index that was there still serves; make room and build again")
        assert answers(copy) == expected
        assert run(copy, docs, encoder=Narrow()).encoded == encoded
        assert answers(copy, Narrow())


def test_a_disk_that_is_full_at_the_last_bytes_of_a_segment_is_noticed(data: Path, docs: Path, tmp_path: Path) -> None:
    """Limits between the whole blocks and the end of each file: what stdio keeps in its buffer is lost at fclose."""
    encoded = run(data, docs).passages
    expected = answers(data)
    jobs = [("build", limit, tmp_path / f"full-{limit}") for limit in (0, encoded * 8192, encoded * 8192 + 40)]
    for _, _, copy in jobs:
        shutil.copytree(data, copy)
    for (_, _, copy), (code, line) in zip(jobs, limited(docs, jobs), strict=True):
        assert (code, line.split(" ")[1]) == (1, "StorageFailed"), line
        assert answers(copy) == expected
