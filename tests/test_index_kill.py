"""kill -9 at any moment of `kaynak build`: the state before still answers, and the next build makes up for everything."""

import contextlib
import hashlib
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.building import build
from index.embedders import HashingEmbedder
from index.errors import IndexMissing
from index.opening import OpenIndex, open_index
from index.retriever import Retriever
from index.timing import Stopwatch

ROOT = Path(__file__).resolve().parent.parent
NAMES = "Adana Bursa Ceyhan Denizli Edirne Fatsa Giresun Hatay Isparta Kars Lapseki Manisa Niğde Ordu Rize Sivas".split()
QUESTIONS = ("Bursa'da kaç kişi yaşar?", "Sivas nehir kıyısında mı?", "yeni köprü", "nüfus sayımı 1987", "DENİZLİ TARİHİ")


def prose(rng: random.Random, name: str, sentences: int) -> str:
    things = "köprü nehir okul tarih nüfus pazar liman yayla kale müze".split()
    return "\n".join(
        f"{name} {rng.choice(things)} bakımından {rng.randint(1900, 2020)} yılında {rng.randint(2, 900)} kez sayıldı."
        for _ in range(sentences)
    )


class Folder:
    """Documents that change from round to round."""

    def __init__(self, path: Path, seed: int, count: int = 12) -> None:
        self.path, self._rng = path, random.Random(seed)
        path.mkdir()
        for name in NAMES[:count]:
            self._write(name)

    def change(self) -> None:
        """Some files are edited, one is new, one goes, one is renamed."""
        there = sorted(path.stem for path in self.path.iterdir())
        edited, gone, renamed, again = self._rng.sample(there, 4)
        for name in (edited, again):
            self._write(name)
        if len(there) > 8:
            (self.path / f"{gone}.txt").unlink()
        (self.path / f"{renamed}.txt").rename(self.path / f"{renamed}{self._rng.randint(0, 999999)}.txt")
        self._write(self._rng.choice([name for name in NAMES if name not in there]) + str(self._rng.randint(0, 999999)))

    def contents(self) -> list[str]:
        return sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in self.path.iterdir())

    def _write(self, name: str) -> None:
        text = prose(self._rng, name, self._rng.randint(10, 60))
        (self.path / f"{name}.txt").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class State:
    """All that a reader can see of an index, by what does not depend on numbers given out on the way."""

    documents: dict[str, tuple[str, str, str]]
    vectors: dict[tuple[str, int, int], bytes]
    answers: list[list[tuple[str, int, int, float]]]


def look(data: Path) -> State:
    index = open_index(data)
    try:
        documents = {i: (r.sha256, r.source, r.metadata.title) for i, r in index.records.items()}
        passages = {i: (p.document_id, p.start, p.end) for i, (_, p) in index.passages(sorted(index.shown)).items()}
        assert len(passages) == len(index.shown) == len(set(passages.values()))
        assert index.shown <= index.lexical.ids()
        vectors = _vectors(index)
        assert vectors.keys() == index.shown
        return State(documents, {passages[i]: vector for i, vector in vectors.items()}, _answers(index))
    finally:
        index.close()


def _vectors(index: OpenIndex) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for searchable in index.segments:
        segment, shown = searchable.segment, searchable.shown
        positions = np.arange(len(segment.ids)) if shown is None else shown
        for position, vector in zip(positions, segment.index.vectors(positions), strict=True):
            assert int(segment.ids[position]) not in found
            found[int(segment.ids[position])] = vector.tobytes()
    return found


def _answers(index: OpenIndex) -> list[list[tuple[str, int, int, float]]]:
    retriever = Retriever(index, HashingEmbedder())
    return [
        [
            (hit.passage.document_id, hit.passage.start, hit.passage.end, hit.score)
            for hit in retriever.search(question, language="tr", top_k=8, watch=Stopwatch())
        ]
        for question in QUESTIONS
    ]


def build_here(data: Path, docs: Path) -> None:
    build(data, [docs], encoder=lambda _: HashingEmbedder())


def started(data: Path, docs: Path) -> subprocess.Popen[bytes]:
    """A real `kaynak build` at the moment in which it begins to build."""
    command = [sys.executable, "-m", "service", "build", str(docs), "--data", str(data), "--encoder", "hashing"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lock, mine = data / "build.lock", str(process.pid)
    while process.poll() is None and not (lock.exists() and lock.read_text() == mine):
        time.sleep(0.0005)
    return process


def killed(data: Path, docs: Path, after: float) -> bool:
    """Whether the build was still at work when it was killed."""
    process = started(data, docs)
    time.sleep(after)
    process.kill()
    return process.wait() != 0


def measured(data: Path, docs: Path) -> float:
    process = started(data, docs)
    begin = time.perf_counter()
    assert process.wait() == 0
    return time.perf_counter() - begin


def kill_and_mend(tmp_path: Path, *, rounds: int, seed: int) -> int:
    rng = random.Random(seed)
    docs = Folder(tmp_path / "docs", seed)
    data, calm = tmp_path / "data", tmp_path / "calm"
    first = measured(calm, docs.path)
    later = 0.0
    hit = 0
    for number in range(rounds):
        fresh = number < max(1, rounds // 5)
        if fresh:
            # A first build that dies, again and again over what it left.
            hit += killed(data, docs.path, rng.uniform(0, first))
            if number + 1 < rounds // 5:
                continue
        else:
            before = look(data)
            docs.change()
            if later:
                build_here(calm, docs.path)
            else:
                later = measured(calm, docs.path)
            hit += killed(data, docs.path, rng.uniform(0, later))
            # Old or new, never a mixture.
            assert look(data).vectors in (before.vectors, look(calm).vectors)
        build_here(data, docs.path)
        mended = look(data)
        assert mended == look(calm)
        assert sorted(sha256 for sha256, _, _ in mended.documents.values()) == docs.contents()
    undisturbed = tmp_path / "undisturbed"
    build_here(undisturbed, docs.path)
    assert sorted(look(undisturbed).vectors.values()) == sorted(mended.vectors.values())
    assert not [path for path in data.rglob("*.new") if path.is_file()]
    return hit


@pytest.mark.slow  # each step is killed below in every run
def test_a_build_killed_at_20_random_moments_is_made_up_for_by_the_next(tmp_path: Path) -> None:
    hit = kill_and_mend(tmp_path, rounds=20, seed=7)
    assert hit >= 12, "most kills should meet a build at work"


STEPS = """
import os, shutil, signal, sys
from pathlib import Path
from index.building import build
from index.embedders import HashingEmbedder
docs, start, out, most = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])

def dying_at(step, data):
    done = 0
    def count(*_):
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)
    class Encoder(HashingEmbedder):
        def encode_document(self, texts):
            count()
            return super().encode_document(texts)
    def hook(event, arguments):
        if event in FILE_EVENTS and str(data) in str(arguments[0]):
            count()
    sys.addaudithook(hook)
    build(data, [docs], encoder=lambda _: Encoder(), progress=count)

FILE_EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "sqlite3.connect", "shutil.rmtree"}
for step in range(1, most):
    data = out / f"{step:03}"
    if start.exists():
        shutil.copytree(start, data)
    if not (child := os.fork()):
        dying_at(step, data)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -signal.SIGKILL:
        break
"""


FIRST = pytest.param(True, id="first build", marks=pytest.mark.slow)


@pytest.mark.parametrize("first", [FIRST, pytest.param(False, id="later build")])
def test_a_build_killed_at_each_step_shows_the_old_state_or_the_new_and_is_made_up_for(tmp_path: Path, first: bool) -> None:
    docs = Folder(tmp_path / "docs", 3, count=5)
    start, calm, out = tmp_path / "start", tmp_path / "calm", tmp_path / "out"
    if not first:
        build_here(start, docs.path)
        shutil.copytree(start, calm)
        old = look(start)
        docs.change()
    build_here(calm, docs.path)
    new = look(calm)
    out.mkdir()
    command = [sys.executable, "-c", STEPS, *map(str, (docs.path, start, out, 200))]
    subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    died = sorted(out.iterdir())
    assert len(died) > 15
    for data in died:
        if first:
            with contextlib.suppress(IndexMissing):
                assert look(data) == new
        else:
            seen = look(data)
            assert (seen.documents.keys(), seen.vectors) in ((s.documents.keys(), s.vectors) for s in (old, new))
        build_here(data, docs.path)
        assert look(data) == new
