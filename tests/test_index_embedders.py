"""Encoders: every row of EMBEDDERS keeps one contract, and a sentence-transformers model is loaded from its folder."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.text import words
from index.embedders import EMBEDDERS, Embedder, load_embedder
from index.errors import EncoderUnavailable
from index.library import EnglishOnlyWarning

TEXTS = ["Kazakistan'ın dış politikası", "Ankara", "The economy of Kazakhstan", "1,6 milyon kişi", "x"]


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return load_embedder(request.param)


def test_a_vector_per_text_of_the_announced_width_and_unit_length(embedder: Embedder) -> None:
    for encode in (embedder.encode_query, embedder.encode_document):
        vectors = encode(TEXTS).pooled
        assert vectors.shape == (len(TEXTS), embedder.info.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.encode_document([]).pooled.shape == (0, embedder.info.dimensions)


def test_a_text_has_the_same_vector_alone_and_among_others_and_from_another_instance(embedder: Embedder) -> None:
    together = embedder.encode_document(TEXTS).pooled
    again = load_embedder(embedder.info.name)
    assert again.info == embedder.info
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.allclose(embedder.encode_document([text]).pooled[0], vector, atol=0.02)
        assert np.allclose(again.encode_document([text]).pooled[0], vector, atol=0.02)


@example("VCI:Æ𫟓A")  # its two words fall into one bucket with opposite signs
@given(st.text(max_size=60))
def test_hashing_gives_finite_unit_vectors_and_zero_only_without_words(text: str) -> None:
    [vector] = EMBEDDERS["hashing"]().encode_document([text]).pooled
    assert np.isfinite(vector).all()
    norm = float(np.linalg.norm(vector))
    assert norm == pytest.approx(1, abs=1e-5) if words(text) else norm == 0


@pytest.mark.parametrize(
    "variant",
    [
        "KAZAKİSTAN'IN DIŞ POLİTİKASI",
        "kazakistan'in dis politikasi",
        "Kazakistan’ın  dış\npolitikası!",
        "Kazakistan'ın dıs\u0327 politikası",
    ],
)
def test_hashing_gives_folded_variants_of_a_text_the_same_vector(variant: str) -> None:
    hashing = EMBEDDERS["hashing"]()
    first, second = hashing.encode_query([TEXTS[0], variant]).pooled
    assert np.allclose(first, second, atol=1e-6)


def test_hashing_puts_inflected_forms_nearer_than_other_words() -> None:
    query, near, far = EMBEDDERS["hashing"]().encode_query(["belediyeler", "belediyelerin", "ihracat"]).pooled
    assert query @ near > 0.7 > 0.3 > query @ far


def test_hashing_is_the_same_in_another_process_with_another_hash_seed() -> None:
    program = (
        "from index.embedders import *; print(HashingEmbedder().encode_query(['Ankara ve İzmir']).pooled.tobytes().hex())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 2000


# The tiny models of these tests cut every word to letters.
pytestmark = pytest.mark.filterwarnings("ignore::index.library.EnglishOnlyWarning")
ROOT = Path(__file__).resolve().parent.parent
LETTERS = "abcçdefgğhıijklmnoöprsştuüvyzqwx0123456789.,:?'"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *("##" + c for c in LETTERS), "query", "passage"]
PROMPTS = {"query": "query: ", "document": "passage: "}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of tiny random models: `plain`, `other` (other weights), `prompted`, and `tiny-e5` (prompts by its name)."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    BertTokenizerFast(str(raw / "vocab.txt"), do_lower_case=False).save_pretrained(raw)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    config = BertConfig(vocab_size=len(VOCABULARY), max_position_embeddings=64, **sizes)
    with contextlib.redirect_stderr(io.StringIO()):
        for name, seed, prompts in (("plain", 0, None), ("other", 1, None), ("prompted", 0, PROMPTS), ("tiny-e5", 0, None)):
            torch.manual_seed(seed)
            BertModel(config).save_pretrained(raw)
            modules = [Transformer(str(raw)), Pooling(32)]
            SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(folder / name))
    return folder


def test_a_model_is_loaded_from_its_folder_and_keeps_the_contract(models: Path) -> None:
    model = load_embedder(str(models / "plain"))
    assert model.info.name == str(models / "plain")
    assert model.info.dimensions == 32
    for encode in (model.encode_query, model.encode_document):
        vectors = encode(TEXTS).pooled
        assert vectors.shape == (len(TEXTS), 32)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert np.allclose(encode(TEXTS[:1]).pooled, vectors[:1], atol=1e-5)


def test_a_model_that_cuts_turkish_words_to_pieces_is_named_as_english_only(models: Path) -> None:
    with pytest.warns(EnglishOnlyWarning, match="plain knows no Turkish"):
        load_embedder(str(models / "plain"))


def test_models_with_one_set_of_weights_and_another_pooling_are_told_apart(models: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    torch.manual_seed(0)
    modules = [Transformer(str(models / "plain")), Pooling(32, pooling_mode="cls")]
    SentenceTransformer(modules=modules, device="cpu").save(str(models / "first"))
    mean, first = (load_embedder(str(models / name)) for name in ("plain", "first"))
    assert mean.info.fingerprint != first.info.fingerprint
    assert not np.allclose(mean.encode_query(TEXTS).pooled, first.encode_query(TEXTS).pooled, atol=1e-3)


def test_a_model_without_prompts_encodes_questions_as_passages(models: Path) -> None:
    model = load_embedder(str(models / "plain"))
    assert np.allclose(model.encode_query(TEXTS).pooled, model.encode_document(TEXTS).pooled, atol=1e-6)


def test_the_prompts_of_a_model_are_put_before_questions_and_passages(models: Path) -> None:
    prompted, plain = load_embedder(str(models / "prompted")), load_embedder(str(models / "plain"))
    by_hand = {prompt: plain.encode_document([prompt + text for text in TEXTS]).pooled for prompt in PROMPTS.values()}
    assert np.allclose(prompted.encode_query(TEXTS).pooled, by_hand["query: "], atol=1e-5)
    assert np.allclose(prompted.encode_document(TEXTS).pooled, by_hand["passage: "], atol=1e-5)
    assert not np.allclose(prompted.encode_query(TEXTS).pooled, prompted.encode_document(TEXTS).pooled, atol=1e-3)


def test_a_model_of_the_e5_family_has_its_prompts_even_where_its_configuration_forgets_them(models: Path) -> None:
    family, prompted = load_embedder(str(models / "tiny-e5")), load_embedder(str(models / "prompted"))
    assert np.allclose(family.encode_query(TEXTS).pooled, prompted.encode_query(TEXTS).pooled, atol=1e-6)
    assert np.allclose(family.encode_document(TEXTS).pooled, prompted.encode_document(TEXTS).pooled, atol=1e-6)


def test_the_fingerprint_tells_apart_weights_and_prompts_and_is_the_same_again(models: Path) -> None:
    prints = {name: load_embedder(str(models / name)).info.fingerprint for name in ("plain", "other", "prompted")}
    assert len(set(prints.values())) == 3
    assert load_embedder(str(models / "plain")).info.fingerprint == prints["plain"]


def test_a_model_that_is_damaged_or_none_is_unavailable_with_the_next_step(models: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    for folder in (tmp_path, models / "nowhere"):
        with pytest.raises(EncoderUnavailable, match="give the folder of a sentence-transformers model") as caught:
            load_embedder(str(folder))
        assert str(folder) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_name_that_cannot_be_looked_up_is_unavailable_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderUnavailable, match="give the folder of a sentence-transformers model, a name that") as caught:
        load_embedder("nobody/no-such-model-of-kaynak")
    assert "'nobody/no-such-model-of-kaynak'" in str(caught.value)
    assert "or `hashing`" in str(caught.value)
    assert "\n" not in str(caught.value)
