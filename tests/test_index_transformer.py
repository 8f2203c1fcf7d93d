"""The bundled encoder's runtime: the library's own vectors, from less code."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from transformers import BertConfig, BertModel

from index.bert import arithmetic
from index.building import build
from index.embedders import BUNDLED, MODELS, Embedder, load_embedder
from index.errors import EncoderUnavailable, IndexDamaged
from index.generations import current_generation, generation_folder
from index.library import SentenceTransformerEmbedder
from index.model_folders import runs
from index.opening import open_index
from index.retriever import Retriever
from index.timing import Stopwatch
from index.training.encoder import StudentEncoder
from index.training.export import export
from index.training.vocabulary import SPECIAL, folding_tokenizer
from index.transformer import FolderEncoder

TEXTS = ["Senato kaç üyeden oluşur?", "VALİLERİ cumhurbaşkanı atar.", "İ ı, ğ!", "Kazakistan’ın nüfusu 19,74 milyondur"]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random encoder in the format of the bundled one."""
    pieces = [
        *SPECIAL,
        *LETTERS,
        *("##" + letter for letter in LETTERS),
        "senato",
        "vali",
        "##leri",
        ",",
        ".",
        "?",
        "!",
        "'",
    ]
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    config = BertConfig(vocab_size=len(pieces), max_position_embeddings=512, **sizes)
    made = tmp_path_factory.mktemp("encoder") / "tiny"
    made.mkdir()
    export(StudentEncoder(BertModel(config, add_pooling_layer=False), 16), folding_tokenizer(tuple(pieces)), made)
    return made


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Embedder:
    return load_embedder(str(folder))


def test_a_folder_of_this_format_is_run_without_the_library(encoder: Embedder, folder: Path) -> None:
    assert isinstance(encoder, FolderEncoder)
    assert (encoder.info.name, encoder.info.dimensions, encoder.info.token_dimensions) == (str(folder), 32, 16)


def test_pooled_vectors_are_the_librarys(encoder: Embedder, folder: Path) -> None:
    library = SentenceTransformer(str(folder), device="cpu").float().encode(TEXTS, show_progress_bar=False)
    assert np.allclose(encoder.encode_query(TEXTS).pooled, library, atol=0.02)  # bfloat16, where the processor has it


def test_token_vectors_are_the_librarys_without_punctuation(encoder: Embedder, folder: Path) -> None:
    model = SentenceTransformer(str(folder), device="cpu").float()
    [expected] = model.encode(TEXTS[:1], output_value="token_embeddings", show_progress_bar=False)
    tokens = encoder.encode_query(TEXTS[:1]).tokens
    assert tokens is not None
    spans = [span for _, span in encoder.pieces(TEXTS[:1])[0]]
    assert len(tokens[0]) == len(spans) == len(expected) - 2  # [CLS] and the question mark; [SEP] is masked
    assert np.allclose(tokens[0], expected[1:-1].numpy(), atol=0.05)


def test_texts_are_encoded_alike_alone_and_together(encoder: Embedder) -> None:
    together = encoder.encode_document(TEXTS)
    for number, text in enumerate(TEXTS):
        alone = encoder.encode_document([text])
        assert np.allclose(alone.pooled[0], together.pooled[number], atol=0.02)
        assert together.tokens is not None
        assert alone.tokens is not None
        assert np.allclose(alone.tokens[0], together.tokens[number], atol=0.05)


def test_bfloat16_is_computed_in_only_where_the_processor_has_instructions_for_it(encoder: Embedder) -> None:
    able = {name for name, here in torch.cpu.get_capabilities().items() if here is True}
    expected = torch.bfloat16 if able & {"amx_bf16", "avx512_bf16", "bf16"} else torch.float32
    assert arithmetic() == expected
    assert isinstance(encoder, FolderEncoder)
    assert encoder._bert.words.dtype == expected


@pytest.mark.parametrize(
    "typed", ["senato kac uyeden olusur?", "SENATO KAÇ ÜYEDEN OLUŞUR?", "Senato kac\u0327 u\u0308yeden olus\u0327ur?"]
)
def test_careless_typing_gives_the_same_vectors(encoder: Embedder, typed: str) -> None:
    assert np.allclose(encoder.encode_query([typed]).pooled, encoder.encode_query(TEXTS[:1]).pooled, atol=0.02)


def test_a_passage_has_one_row_a_distinct_piece_and_every_piece_knows_its_row(encoder: Embedder) -> None:
    text = "Senato ve senato. Vali senatoya"
    [tokens] = encoder.encode_document([text]).tokens or ()
    pieces = encoder.pieces([text])[0]
    assert len(tokens) == max(row for row, _ in pieces) + 1
    assert [text[start:end].lower() for row, (start, end) in pieces if row == 0] == ["senato", "senato", "senato"]
    assert np.allclose(np.linalg.norm(tokens, axis=1), 1, atol=1e-4)


def test_all_of_a_text_longer_than_the_window_counts(encoder: Embedder) -> None:
    long = "vali " * 400
    plain, changed = encoder.encode_document([long, long + "senato"]).pooled
    assert not np.allclose(plain, changed, atol=1e-4)
    [tokens] = encoder.encode_document([long + "senato"]).tokens or ()
    assert len(tokens) == 2
    [asked] = encoder.encode_query([long]).tokens or ()
    assert len(asked) == 400


@pytest.mark.parametrize("text", ["", "?!", " "])
def test_a_text_without_words_has_finite_vectors(encoder: Embedder, text: str) -> None:
    encoded = encoder.encode_query([text])
    assert np.isfinite(encoded.pooled).all()
    assert encoded.tokens is not None
    assert np.isfinite(encoded.tokens[0]).all()


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A copy of the model to damage."""
    return Path(shutil.copytree(folder, tmp_path / "model"))


def changed(path: Path, **settings: Any) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, **settings}), encoding="utf-8")


@pytest.mark.parametrize("fault", ["truncated", "other width", "no tokenizer"])
def test_a_damaged_folder_is_unavailable_with_the_next_step(copy: Path, fault: str) -> None:
    if fault == "truncated":
        (copy / "model.safetensors").write_bytes((copy / "model.safetensors").read_bytes()[:-100])
    elif fault == "other width":
        changed(copy / "config.json", num_hidden_layers=9)
    else:
        (copy / "tokenizer.json").unlink()
    with pytest.raises(EncoderUnavailable, match="give the folder of a sentence-transformers model"):
        load_embedder(str(copy))


@pytest.mark.parametrize(
    ("file", "tensor", "cut", "told"),
    [
        ("3_Dense/model.safetensors", "linear.weight", (slice(None), slice(20)), "takes 20 numbers, its BERT makes 32"),
        ("3_Dense/model.safetensors", "linear.weight", (slice(15),), "15 numbers, which cannot be packed"),
        (
            "model.safetensors",
            "embeddings.word_embeddings.weight",
            (slice(60),),
            "vectors for 60 word pieces, its tokenizer",
        ),
        ("model.safetensors", "embeddings.position_embeddings.weight", (slice(200),), "200 places, a pass takes 256"),
        ("model.safetensors", "encoder.layer.1.output.dense.weight", (slice(None), slice(50)), "RuntimeError"),
    ],
)
def test_a_folder_whose_parts_do_not_fit_together_is_unavailable_at_once(
    copy: Path, file: str, tensor: str, cut: tuple[slice, ...], told: str
) -> None:
    weights = load_file(copy / file)
    save_file({**weights, tensor: weights[tensor][cut].contiguous()}, copy / file)
    with pytest.raises(EncoderUnavailable, match=told) as caught:
        load_embedder(str(copy))
    assert "\n" not in str(caught.value)


def test_our_own_encoder_and_what_training_writes_are_run_without_the_library(folder: Path) -> None:
    assert runs(MODELS / BUNDLED)
    assert runs(folder)


@pytest.mark.parametrize(
    ("file", "settings"),
    [
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"max_position_embeddings": 128}),
        ("config_sentence_transformers.json", {"prompts": {"query": "query: ", "document": ""}}),
        ("config_sentence_transformers.json", {"truncate_dim": 16}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("tokenizer_config.json", {"cls_token": "<s>"}),
        ("1_Pooling/config.json", {"pooling_mode": "cls"}),
        ("3_Dense/config.json", {"bias": True}),
        ("3_Dense/config.json", {"activation_function": "torch.nn.modules.activation.Tanh"}),
        ("3_Dense/config.json", {"module_input_name": "sentence_embedding"}),
        ("3_Dense/config.json", {"use_residual": True}),
        ("4_MultiVectorMask/config.json", {"keep_only_token_ids": [7]}),
    ],
)
def test_what_would_be_computed_another_way_is_left_to_the_library(
    copy: Path, file: str, settings: dict[str, object]
) -> None:
    changed(copy / file, **settings)
    assert not runs(copy)


@pytest.mark.parametrize("kinds", ["012", "0123456", "03125", "0122345"])
def test_modules_that_are_lacking_or_more_or_in_another_order_are_left_to_the_library(copy: Path, kinds: str) -> None:
    modules = json.loads((copy / "modules.json").read_text(encoding="utf-8"))
    more = {**modules[1], "type": "sentence_transformers.sentence_transformer.modules.layer_norm.LayerNorm"}
    chosen = [[*modules, more][int(kind)] for kind in kinds]
    (copy / "modules.json").write_text(json.dumps(chosen), encoding="utf-8")
    assert runs(copy) == (kinds == "0122345")  # normalising twice changes nothing


@pytest.mark.filterwarnings("ignore::index.library.EnglishOnlyWarning")
def test_the_library_gives_such_a_folder_its_own_vectors_and_projected_token_vectors(copy: Path) -> None:
    changed(copy / "1_Pooling/config.json", pooling_mode="cls")
    encoder = load_embedder(str(copy))
    assert isinstance(encoder, SentenceTransformerEmbedder)
    assert (encoder.info.dimensions, encoder.info.token_dimensions) == (32, 16)
    expected = SentenceTransformer(str(copy), device="cpu").encode(TEXTS, show_progress_bar=False)
    assert np.allclose(encoder.encode_query(TEXTS).pooled, expected, atol=2e-3)  # of half precision


def test_a_damaged_token_file_is_found_by_its_checksum_and_made_again(encoder: Embedder, tmp_path: Path, docs: Path) -> None:
    data = tmp_path / "late"
    build(data, [docs], encoder=lambda _: encoder)
    expected = ranked(data, encoder)
    tokens = next(generation_folder(data, current_generation(data)).glob("segment-*.tokens.npy"))
    content = bytearray(tokens.read_bytes())
    content[-1] ^= 255
    tokens.write_bytes(content)
    with pytest.raises(IndexDamaged, match="kaynak build"):
        open_index(data)
    assert build(data, [docs], encoder=lambda _: encoder).encoded > 0
    assert ranked(data, encoder) == expected


def ranked(data: Path, encoder: Embedder) -> list[tuple[str, int, float]]:
    index = open_index(data)
    hits = Retriever(index, encoder).search("Bursa köprüsü", language="tr", top_k=5, watch=Stopwatch())
    index.close()
    assert all("maxsim" in hit.scores for hit in hits)
    assert all(len(hit.plain_scores) == len(hit.passage.sentences) for hit in hits)
    return [(hit.document.document_id, hit.passage.start, hit.score) for hit in hits]


def test_token_vectors_follow_their_passages_when_segments_are_merged(encoder: Embedder, tmp_path: Path, docs: Path) -> None:
    """Ten builds of a document each make more segments than are kept apart; a fresh build must answer the same."""
    data = tmp_path / "grown"
    for number in range(10):
        (docs / f"Ek {number}.txt").write_text(f"Bursa köprüsü {number} numaralı vali yoludur. " * 3, encoding="utf-8")
        build(data, [docs], encoder=lambda _: encoder)
    assert len(open_index(data).segments) < 10
    fresh = tmp_path / "fresh"
    build(fresh, [docs], encoder=lambda _: encoder)
    grown_hits, fresh_hits = ranked(data, encoder), ranked(fresh, encoder)
    assert [hit[:2] for hit in grown_hits] == [hit[:2] for hit in fresh_hits]
    assert np.allclose([hit[2] for hit in grown_hits], [hit[2] for hit in fresh_hits], atol=1e-3)
