"""Generations: another encoder or chunking beside the one that serves."""

from pathlib import Path

import pytest
from building import Narrow, Recording, answers, cut, folder_of, prose, run, texts_of

from corpus.types import Chunking
from index.building import build
from index.embedders import HashingEmbedder
from index.errors import (
    EncoderMismatch,
    EncoderUnavailable,
)
from index.generations import current_manifest
from index.segments import MANIFEST
from index.types import EncoderInfo
from service.bootstrap import build_pipeline
from service.settings import Settings


def test_another_encoder_makes_another_generation_and_switching_back_encodes_nothing(data: Path, docs: Path) -> None:
    first = run(data, docs)
    expected = answers(data)
    second = run(data, docs, encoder=Narrow())
    assert second.changed
    assert second.encoded == second.passages == first.passages
    assert second.generation != first.generation
    assert current_manifest(data).encoder == Narrow().info
    assert answers(data, Narrow())
    back = Recording()
    third = run(data, docs, encoder=back)
    assert (third.generation, third.changed, third.encoded, back.texts) == (first.generation, True, 0, [])
    assert answers(data) == expected


def test_switching_back_encodes_only_what_changed_meanwhile(data: Path, docs: Path) -> None:
    run(data, docs)
    run(data, docs, encoder=Narrow())
    (docs / "Bursa.txt").write_text(prose("Bilecik"), encoding="utf-8")
    run(data, docs, encoder=Narrow())
    back = Recording()
    run(data, docs, encoder=back)
    assert back.texts
    assert all("Bilecik" in text for text in back.texts)
    assert texts_of(data)["bursa"] == prose("Bilecik")


def test_another_chunking_makes_another_generation_and_switching_back_encodes_nothing(data: Path, docs: Path) -> None:
    first = run(data, docs)
    expected = answers(data)
    small = run(data, docs, chunking=Chunking(300, 0))
    assert small.passages == small.encoded > first.passages
    assert small.generation != first.generation
    assert current_manifest(data).chunking == Chunking(300, 0)
    back = Recording()
    assert run(data, docs, encoder=back, chunking=Chunking()).generation == first.generation
    assert back.texts == []
    assert answers(data) == expected


def test_a_build_that_names_no_chunking_keeps_it_and_is_told_the_encoder_there_is(data: Path, docs: Path) -> None:
    run(data, docs, encoder=Narrow(), chunking=Chunking(300, 0))
    asked: list[str | None] = []

    def choose(made_with: str | None) -> HashingEmbedder:
        asked.append(made_with)
        return Narrow()

    assert not build(data, [docs], encoder=choose).changed
    assert asked == ["narrow"]


def test_a_build_over_a_damaged_manifest_is_still_told_what_the_index_was_made_with(data: Path, docs: Path) -> None:
    run(data, docs, encoder=Narrow(), chunking=Chunking(300, 0))
    cut(folder_of(data) / MANIFEST)
    asked: list[str | None] = []

    def choose(made_with: str | None) -> HashingEmbedder:
        asked.append(made_with)
        return Narrow()

    build(data, [docs], encoder=choose)
    assert asked == ["narrow"]
    assert current_manifest(data).chunking == Chunking(300, 0)


def test_no_more_than_two_generations_are_kept(data: Path, docs: Path) -> None:
    made = [run(data, docs, chunking=Chunking(size, 0)).generation for size in (300, 400, 500)]
    assert {path.name for path in (data / "generations").iterdir()} == set(made[1:])


def test_an_index_is_served_only_with_the_encoder_that_made_it(data: Path, docs: Path) -> None:
    run(data, docs)
    assert build_pipeline(Settings(data=data)).encoder.info.name == "hashing"
    with pytest.raises(EncoderMismatch, match=r"made with hashing.*some/model: run `kaynak build --encoder some/model`"):
        build_pipeline(Settings(data=data, encoder="some/model"))


def test_an_encoder_of_the_same_name_and_another_fingerprint_is_refused(data: Path, docs: Path) -> None:
    class Changed(HashingEmbedder):
        def __init__(self) -> None:
            self.info = EncoderInfo("hashing", "hashing-of-another-version", self.dimensions)

    run(data, docs, encoder=Changed())
    with pytest.raises(EncoderMismatch, match=r"hashing-of-another-version.*run `kaynak build --encoder hashing`"):
        build_pipeline(Settings(data=data))
    assert run(data, docs).changed
    build_pipeline(Settings(data=data)).index.close()


def test_an_encoder_that_cannot_be_loaded_leaves_the_index_as_it_was(data: Path, docs: Path) -> None:
    run(data, docs)
    expected = answers(data)
    (docs / "Bursa.txt").unlink()

    def unavailable(_: str | None) -> HashingEmbedder:
        raise EncoderUnavailable("x", "y")

    with pytest.raises(EncoderUnavailable):
        build(data, [docs], encoder=unavailable)
    assert answers(data) == expected
