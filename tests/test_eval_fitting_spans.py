import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.fitting_spans import fit_spans, report
from eval.span_examples import Example, read_examples
from eval.span_model import PAIRS, Case, SpanModel, batch_scores
from index.embedders import load_embedder
from index.nearness import words_in
from service.reading import scoring
from service.reading.phrases import find_phrases
from service.reading.scoring import LENGTHS, PLACES, Weights, features, load_weights, score_spans
from service.reading.tokens import NearWord, read_tokens
from service.reading.understanding import understand


def example(number: int) -> Example:
    passage = f"Birlik {number} üyeyle kuruldu. Yeni üyeler her yıl güz aylarında alınır."
    at = passage.index(str(number))
    sentences = ((0, passage.index(".") + 1), (passage.index("Yeni"), len(passage)))
    near = tuple(NearWord(a, b, 0.7 if passage[a:b] in ("Birlik", "üyeyle") else 0.1) for a, b in words_in(passage))
    question = "Birlik kaç üyeyle kuruldu?"
    span = (at, at + len(str(number)))
    return Example(question, "tr", passage, "tr", "number", span, sentences, near, held_out=number % 3 == 0)


def case(given: Example, neighbours: int) -> Case:
    text, _, words = given.reading(neighbours)
    asked = understand(given.question, "tr")
    tokens = read_tokens(asked, text, words, "tr")
    phrases = find_phrases(asked, text, tokens, "tr")
    return Case(asked.kind, features(asked, tokens, phrases, "tr"), phrases, 1, 1)


def test_what_is_fitted_scores_spans_as_the_service_does() -> None:
    cases = [case(example(310), 0), case(example(27), 1)]
    model = SpanModel(["number"])
    torch.manual_seed(1)
    weights = {name: torch.randn_like(value).expand(2, *value.shape) for name, value in model.shared.items()}
    pairs = dict(zip(PAIRS, weights["phrases"][0].tolist(), strict=True))
    served = Weights(
        weights["places"][0].numpy(),
        weights["lengths"][0].numpy(),
        {name.removeprefix("is:"): value for name, value in pairs.items() if name.startswith("is:")},
        {name.removeprefix("holds:"): value for name, value in pairs.items() if name.startswith("holds:")},
    )
    assert served.places.shape[0] == len(PLACES)
    assert served.lengths.shape == (LENGTHS,)
    fitted = batch_scores(cases, weights).numpy()
    for own, batch in zip(cases, fitted, strict=True):
        expected = score_spans(own.table, own.phrases, served)
        allowed = np.isfinite(expected)
        size = len(own.table)
        np.testing.assert_allclose(batch[:size, :size][allowed], expected[allowed], atol=1e-3)
        assert (batch[:size, :size][~allowed] < -1e6).all()


def test_fitting_learns_what_its_examples_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "spans.json"
    examples = [example(number) for number in range(200, 260)]
    fit_spans(examples + list(map(_in_english, examples)), out)
    assert set(json.loads(out.read_text(encoding="utf-8"))) == {"tr", "en"}
    monkeypatch.setattr(scoring, "WEIGHTS", out)
    load_weights.cache_clear()
    lines = list(report(examples))
    load_weights.cache_clear()
    assert any(line.split()[:2] == ["tr->tr", "number"] and float(line.split()[2]) > 95 for line in lines)


def _in_english(given: Example) -> Example:
    return replace(given, language="en")


def test_a_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        list(read_examples(tmp_path, load_embedder("hashing"), held_out=False))


def test_the_sentences_around_an_answer_move_its_place() -> None:
    given = example(310)
    opening, closing = given.sentences[0][1], len(given.passage)
    given = replace(given, sentences=((0, 6), (7, opening), (opening + 1, closing)))
    for neighbours in (-1, 0, 1):
        text, (start, end), words = given.reading(neighbours)
        assert text[start:end] == "310"
        assert [text[word.start : word.end] for word in words] == [text[a:b] for a, b in words_in(text)]
