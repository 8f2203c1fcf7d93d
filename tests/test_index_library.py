"""Token vectors of models that the sentence-transformers library runs: its own, and at their places in the text."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from tokenizers import ByteLevelBPETokenizer, Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace, Sequence, WhitespaceSplit
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizerFast,
    ByT5Tokenizer,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from index.building import build
from index.embedders import Embedder, load_embedder
from index.opening import open_index
from index.retriever import Retriever
from index.timing import Stopwatch

# The tiny models of these tests cut most words to letters.
pytestmark = [pytest.mark.filterwarnings("ignore::index.library.EnglishOnlyWarning"), pytest.mark.usefixtures("one_thread")]
LETTERS = "abcçdefgğhıijklmnoöprsştuüvyzqwxABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZQWX0123456789"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "Senato", "Ankara", "vali", "##ler", "soru", "metin", *".,:;?!'’"]
PROMPTS = {"query": "soru: ", "document": "metin, metin: "}
TEXTS = [
    "Senato kaç üyeden oluşur?",
    "Ankara, Ankara ve Senato.",
    "valiler",
    "Senato: valiler, Ankara’da (vali) 12 yıl vali!",
]
Saved = Callable[..., Path]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Saves a BERT of random weights with a tokenizer and prompts: a model that FolderEncoder does not run."""

    def save(name: str, tokenizer: PreTrainedTokenizerBase, *, prompts: dict[str, str] = PROMPTS, places: int = 512) -> Path:
        raw, folder = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("saved") / name
        sizes = {"hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
        torch.manual_seed(0)
        with contextlib.redirect_stderr(io.StringIO()):
            BertModel(BertConfig(vocab_size=512, max_position_embeddings=places, **sizes)).save_pretrained(raw)
            tokenizer.save_pretrained(raw)
            modules = [Transformer(str(raw)), Pooling(128, pooling_mode="cls")]
            SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(folder))
        return folder

    return save


@pytest.fixture(scope="module")
def word_pieces(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., BertTokenizerFast]:
    vocabulary = tmp_path_factory.mktemp("words") / "vocab.txt"
    vocabulary.write_text("\n".join([*WORDS, *LETTERS, *("##" + letter for letter in LETTERS)]), encoding="utf-8")
    return lambda **settings: BertTokenizerFast(str(vocabulary), do_lower_case=False, **settings)


@pytest.fixture(scope="module")
def folder(saved: Saved, word_pieces: Callable[..., BertTokenizerFast]) -> Path:
    return saved("tiny", word_pieces())


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Embedder:
    return load_embedder(str(folder))


@pytest.fixture(scope="module")
def library(folder: Path) -> SentenceTransformer:
    return SentenceTransformer(str(folder), device="cpu")


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def token_vectors(library: SentenceTransformer, text: str, task: str) -> tuple[list[str], np.ndarray]:
    """The library's unit vectors of a text's own pieces, punctuation and all."""
    encode = {"query": library.encode_query, "document": library.encode_document}[task]
    vectors = encode([text], output_value="token_embeddings")[0].numpy()
    before = 1 + len(library.tokenizer.tokenize(PROMPTS[task]))
    return library.tokenizer.tokenize(text), unit(vectors[before:-1])


def test_pooled_vectors_are_the_librarys(encoder: Embedder, library: SentenceTransformer) -> None:
    assert np.allclose(encoder.encode_query(TEXTS).pooled, unit(library.encode_query(TEXTS)), atol=1e-5)
    assert np.allclose(encoder.encode_document(TEXTS).pooled, unit(library.encode_document(TEXTS)), atol=1e-5)
    assert encoder.info.token_dimensions == encoder.info.dimensions == 128


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_question_has_the_librarys_vector_of_each_of_its_pieces_that_is_text(
    encoder: Embedder, library: SentenceTransformer, number: int
) -> None:
    pieces, vectors = token_vectors(library, TEXTS[number], "query")
    kept = [i for i, piece in enumerate(pieces) if any(map(str.isalnum, piece)) and piece != "[UNK]"]
    tokens = encoder.encode_query(TEXTS).tokens or ()
    assert np.allclose(tokens[number], vectors[kept], atol=1e-5)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_passage_has_one_vector_a_distinct_piece_and_every_piece_knows_its_row_and_its_place(
    encoder: Embedder, library: SentenceTransformer, number: int
) -> None:
    text = TEXTS[number]
    names, vectors = token_vectors(library, text, "document")
    tokens = (encoder.encode_document(TEXTS).tokens or ())[number]
    pieces = encoder.pieces([text])[0]
    kept = [i for i, name in enumerate(names) if any(map(str.isalnum, name)) and name != "[UNK]"]
    assert [text[a:b] for _, (a, b) in pieces] == [names[i].removeprefix("##") for i in kept]
    for row, vector in enumerate(tokens):
        places = [kept[i] for i, (own, _) in enumerate(pieces) if own == row]
        assert len({names[i] for i in places}) == 1
        assert np.allclose(vector, unit(vectors[places].mean(0)), atol=1e-5)


def test_texts_are_encoded_by_one_pass_of_the_model(encoder: Embedder) -> None:
    passes: list[object] = []
    handle = encoder._model[0].register_forward_hook(lambda *_: passes.append(_))  # type: ignore[attr-defined]
    encoder.encode_document(TEXTS)
    encoder.encode_query(TEXTS[:1])
    handle.remove()
    assert len(passes) == 2


@pytest.mark.parametrize("side", ["left", "right"])
def test_texts_are_encoded_alike_alone_and_together(
    saved: Saved, word_pieces: Callable[..., BertTokenizerFast], side: str
) -> None:
    encoder = load_embedder(str(saved(side, word_pieces(padding_side=side))))
    # BERT counts places from the padding on.
    encoder._model[0].auto_model.embeddings.position_embeddings.weight.data.zero_()  # type: ignore[attr-defined]
    for encode in (encoder.encode_query, encoder.encode_document):
        together = encode(TEXTS).tokens or ()
        alone = [(encode([text]).tokens or ())[0] for text in TEXTS]
        assert all(np.allclose(one, other, atol=2e-5) for one, other in zip(alone, together, strict=True))


@pytest.mark.parametrize("prompts", [PROMPTS, {"query": "Soru:", "document": ""}])
def test_spans_have_no_blanks_and_questions_a_vector_a_piece_however_prompts_change_the_cut(
    saved: Saved, tmp_path: Path, prompts: dict[str, str]
) -> None:
    """Byte pairs take the blank before a word for a part of it, so a text is cut another way behind a prompt."""
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(["metin: Ankara Ankara Ankara valiler valiler", "Soru:An"], vocab_size=280, min_frequency=2)
    trained.save(str(tmp_path / "tokenizer.json"))
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(tmp_path / "tokenizer.json"), pad_token="!")
    encoder = load_embedder(str(saved("bytes", tokenizer, prompts=prompts)))
    text = "Ankara valiler Ankara, şehir"
    pieces = encoder.pieces([text])[0]
    assert {place for _, span in pieces for place in range(*span)} == {i for i, c in enumerate(text) if c.isalnum()}
    [tokens] = encoder.encode_query([text]).tokens or ()
    assert len(tokens) == len(pieces)
    assert np.allclose(np.linalg.norm(tokens, axis=1), 1, atol=1e-5)
    [rows] = encoder.encode_document([text]).tokens or ()
    assert len(rows) == max(row for row, _ in pieces) + 1


def test_the_mark_of_a_words_beginning_is_no_piece_of_the_text(saved: Saved) -> None:
    pieces = ["<pad>", "<unk>", "\u2581", "\u2581Ankara", "vali", "soru", "metin", ":", ","]
    unigrams = Tokenizer(Unigram([(piece, -1.0) for piece in pieces], unk_id=1))
    unigrams.pre_tokenizer = Sequence([WhitespaceSplit(), Metaspace()])  # type: ignore[assignment]
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=unigrams, pad_token="<pad>", unk_token="<unk>")
    encoder = load_embedder(str(saved("unigrams", tokenizer)))
    text = "Ankara vali, vali"
    assert unigrams.encode(text).tokens == ["\u2581Ankara", "\u2581", "vali", ",", "\u2581", "vali"]
    assert encoder.pieces([text]) == [[(0, (0, 6)), (1, (7, 11)), (1, (13, 17))]]


def test_of_a_text_longer_than_the_window_what_the_model_reads_counts(
    saved: Saved, word_pieces: Callable[..., BertTokenizerFast]
) -> None:
    encoder = load_embedder(str(saved("short", word_pieces(), places=40)))
    text = "vali " * 100 + "Senato"
    pieces = encoder.pieces([text])[0]
    assert len(pieces) == 40 - 2 - 4  # [CLS], [SEP], "metin, metin:"
    assert len((encoder.encode_document([text]).tokens or ())[0]) == 1
    assert len((encoder.encode_query([text]).tokens or ())[0]) == len(pieces)


@pytest.mark.parametrize("text", ["", "?!", " "])
def test_a_text_without_words_has_finite_vectors(encoder: Embedder, text: str) -> None:
    for encode in (encoder.encode_query, encoder.encode_document):
        encoded = encode([text])
        assert np.isfinite(encoded.pooled).all()
        assert np.isfinite((encoded.tokens or ())[0]).all()
    assert len((encoder.encode_query([text]).tokens or ())[0]) == len(text.strip())  # none of the prompt's
    assert encoder.pieces([text]) == [[]]


def test_no_texts_give_no_rows(encoder: Embedder) -> None:
    assert encoder.encode_document([]).pooled.shape == (0, 128)


def test_models_without_token_vectors_or_places_work_without(saved: Saved, tmp_path: Path) -> None:
    bare = ByteLevelBPETokenizer()
    bare.train_from_iterator(TEXTS, vocab_size=300)
    static = SentenceTransformer(modules=[StaticEmbedding(bare._tokenizer, embedding_dim=32)], device="cpu")
    static.save(str(tmp_path / "static"))
    for folder in (tmp_path / "static", saved("bytewise", ByT5Tokenizer())):
        encoder = load_embedder(str(folder))
        encoded = encoder.encode_document(TEXTS)
        assert (encoded.tokens, encoder.info.token_dimensions, encoder.pieces(TEXTS[:1])) == (None, 0, [[]])
        expected = SentenceTransformer(str(folder), device="cpu").encode_document(TEXTS)
        assert np.allclose(encoded.pooled, unit(expected), atol=1e-5)


def test_an_index_made_with_it_is_reranked_by_maxsim_that_knows_the_words(encoder: Embedder, data: Path, docs: Path) -> None:
    (docs / "Senato.txt").write_text("Senato, valiler ile Ankara arasındadır. Yağmur yağar.", encoding="utf-8")
    build(data, [docs], encoder=lambda _: encoder)
    index = open_index(data)
    hits = Retriever(index, encoder).search("Senato ve Ankara", language="tr", top_k=5, watch=Stopwatch())
    index.close()
    assert all("maxsim" in hit.scores and len(hit.plain_scores) == len(hit.passage.sentences) for hit in hits)
    [hit] = [hit for hit in hits if "Senato" in hit.passage.text]
    assert hit.plain_scores[0] > hit.plain_scores[1]
    near = {hit.passage.reading[start:end]: nearness for start, end, nearness in hit.near_words}
    assert min(near["Senato"], near["Ankara"]) > max(near["Yağmur"], near["yağar"])
