import gzip
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.training import checkpoint
from index.training import data as tables
from index.training.alignment import Translations, agreed, align, best
from index.training.batches import Batches, PairBatch, QuestionBatch, english_texts, with_typo
from index.training.blending import blend, weights_of
from index.training.checkpoint import Progress
from index.training.data import read_training_data
from index.training.encoder import Encoded, StudentEncoder, as_int8, make_batch
from index.training.encoding import folder_encode, student_encode
from index.training.evaluation import figure
from index.training.export import export
from index.training.further import finished
from index.training.initialisation import Vectors, initial_embeddings, principal_directions
from index.training.loop import LoopSettings, make_optimizer, make_step, sentence_numbers
from index.training.objectives import maxsim, sentence_loss
from index.training.preparation import translations_of
from index.training.schedule import set_rate
from index.training.types import Pair, Section, TrainingData
from index.training.vocabulary import SPECIAL, Vocabulary, folding_tokenizer, join_vocabularies

pytestmark = pytest.mark.usefixtures("one_thread")

WIDTH = 32
ENGLISH = [f"{a}{b}" for a in ("ba", "ce", "di", "fo", "gu", "ha", "le", "mi") for b in ("nt", "rk", "st", "lp", "sh", "ck")]
TURKISH = [word[::-1] + "ı" for word in ENGLISH]  # a made-up language whose dictionary is known


def corpus(count: int, *, seed: int) -> list[Pair]:
    """Sentence pairs of four to seven words; the second language turns their order round."""
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(len(ENGLISH), rng.integers(4, 8), replace=False) for _ in range(count)]
    return [Pair(" ".join(TURKISH[i] for i in words[::-1]), " ".join(ENGLISH[i] for i in words)) for words in drawn]


def tiny_student(pieces: int, *, dimensions: int = 16) -> StudentEncoder:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=pieces,
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return StudentEncoder(BertModel(config, add_pooling_layer=False), dimensions)


@cache
def joint() -> tuple[Vocabulary, Tokenizer]:
    pairs = corpus(300, seed=0)
    english = folding_tokenizer(
        [*SPECIAL, *ENGLISH, *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghiklmnoprstu")]
    )
    vocabulary = join_vocabularies(english, [p.en for p in pairs], [p.tr for p in pairs], english_size=200, turkish_size=400)
    return vocabulary, english


@cache
def data() -> TrainingData:
    pairs = corpus(60, seed=3)
    sections = [
        Section("economy", {"tr": p.tr, "en": p.en}, ({"tr": p.tr[:11], "en": p.en[:9]}, {"tr": p.tr[5:], "en": p.en[5:]}))
        for p in pairs[:20]
    ]
    sections += [Section("laws_tr", {"tr": p.tr}, ({"tr": p.tr[:8]},)) for p in pairs[20:30]]
    weights = {"economy": 1.0, "laws_tr": 1.0}
    return TrainingData(
        authored=pairs[:40],
        general=pairs[40:],
        aligned=pairs[40:],
        sections=sections,
        weights=weights,
        turkish=[],
        english=[],
    )


@cache
def batches() -> Batches:
    texts = english_texts(data())
    vectors = np.random.default_rng(0).standard_normal((len(texts), WIDTH)).astype(np.float16)
    return Batches(data(), dict(zip(texts, vectors, strict=True)), WIDTH)


def test_alignment_finds_the_only_consistent_dictionary() -> None:
    ev, kitap, the, house, book, old = range(6)
    turkish = [[ev], [kitap], [ev, kitap], [ev], [kitap]]
    english = [[the, house], [the, book], [house, book], [house, old], [book]]
    table = align(turkish, english, vocabulary=6, iterations=20)
    for source, target in ((ev, house), (kitap, book)):
        meanings, probability = best(table, top=1).of(source)
        assert meanings.tolist() == [target]
        assert probability[0] > 0.5
    assert table.of(the)[0].size == 0


def test_alignment_probabilities_of_a_piece_sum_to_one() -> None:
    pairs = corpus(50, seed=1)
    numbers = {word: i for i, word in enumerate(TURKISH + ENGLISH)}
    table = align(
        [[numbers[w] for w in p.tr.split()] for p in pairs],
        [[numbers[w] for w in p.en.split()] for p in pairs],
        vocabulary=len(numbers),
    )
    for piece in set(table.turkish.tolist()):
        assert table.of(piece)[1].sum() == pytest.approx(1.0)


def test_a_translation_that_both_directions_believe_in_beats_one_of_a_single_direction() -> None:
    forward = Translations(np.array([0, 0]), np.array([1, 2]), np.array([0.5, 0.5]))
    backward = Translations(np.array([1, 3]), np.array([0, 0]), np.array([0.32, 1.0]))
    table = agreed(forward, backward, alone=0.1)
    assert table.of(0)[0].tolist() == [1, 2]
    assert table.of(0)[1] == pytest.approx([0.4, 0.05])


def test_best_translations_are_few_likely_and_sorted() -> None:
    kept = best(align([[0]], [[1, 2, 3, 4, 5]], vocabulary=6), least=0.03, top=3)
    assert len(kept.of(0)[0]) == 3
    assert len(best(align([[0]], [[1, 2, 3, 4, 5]], vocabulary=6), least=0.5).of(0)[0]) == 0


@pytest.mark.parametrize(
    "written",
    [
        "kazakistan'ın nüfusu ılık",
        "KAZAKİSTAN’IN NÜFUSU ILIK",
        "kazakistanʼin nufusu ilik",
        "Kazakı\u0307stan'in nu\u0308fusu ılık",
    ],
)
def test_all_spellings_of_a_question_are_the_same_pieces(written: str) -> None:
    pieces = [*SPECIAL, "kazakistan", "'", "in", "nufusu", "ilik"]
    assert folding_tokenizer(pieces).encode(written).tokens == ["[CLS]", *pieces[5:], "[SEP]"]


def test_the_joint_vocabulary_keeps_used_english_pieces_and_adds_folded_turkish_ones() -> None:
    vocabulary, _ = joint()
    assert vocabulary.pieces[: len(SPECIAL)] == SPECIAL
    assert len(set(vocabulary.pieces)) == len(vocabulary.pieces)
    assert set(ENGLISH) <= set(vocabulary.pieces)
    assert {word.replace("ı", "i") for word in TURKISH} <= set(vocabulary.pieces)


def test_aligned_embeddings_find_held_out_translations_and_random_ones_do_not() -> None:
    vocabulary, english = joint()
    tokenizer = folding_tokenizer(vocabulary.pieces)
    rng = np.random.default_rng(0)
    old = rng.standard_normal((english.get_vocab_size(), WIDTH)).astype(np.float32)
    aligned = initial_embeddings(vocabulary, english, old, translations_of(corpus(300, seed=0), tokenizer, longest=48))
    chance = aligned.copy()
    known = set(english.get_vocab())
    for i, piece in enumerate(vocabulary.pieces):
        if piece not in known:
            chance[i] = rng.standard_normal(WIDTH)
    held_out = corpus(200, seed=9)
    assert found(aligned, tokenizer, held_out) > 0.9
    assert found(chance, tokenizer, held_out) < 0.2


def found(embeddings: Vectors, tokenizer: Tokenizer, pairs: list[Pair]) -> float:
    def mean(text: str) -> Vectors:
        vector = embeddings[tokenizer.encode(text, add_special_tokens=False).ids].mean(axis=0)
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit

    scores = np.stack([mean(p.tr) for p in pairs]) @ np.stack([mean(p.en) for p in pairs]).T
    return float((scores.argmax(1) == np.arange(len(pairs))).mean())


def test_principal_directions_hold_all_there_is_in_flat_vectors() -> None:
    vectors = torch.randn(50, 3) @ torch.randn(3, 10)
    directions = principal_directions(vectors, 3)
    assert torch.allclose(vectors @ directions.T @ directions, vectors, atol=1e-4)


def test_maxsim_is_the_mean_of_each_tokens_best_and_leaves_padding_out() -> None:
    east, north = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
    nothing = torch.zeros(2)
    questions = Encoded(
        torch.zeros(1, 2), torch.stack([torch.stack([east, north, nothing])]), torch.tensor([[True, True, False]])
    )
    passages = Encoded(
        torch.zeros(2, 2),
        torch.stack([torch.stack([east, nothing]), torch.stack([-east, -north])]),
        torch.tensor([[True, False], [True, True]]),
    )
    assert maxsim(questions, passages).tolist() == [[0.5, 0.0]]


def test_rounded_vectors_are_whole_steps_of_int8_and_let_the_gradient_through() -> None:
    vectors = torch.randn(4, 8, requires_grad=True)
    steps = as_int8(vectors) * 127
    assert torch.allclose(steps, steps.round(), atol=1e-4)
    torch.autograd.backward(steps.sum())
    assert vectors.grad is not None
    assert torch.allclose(vectors.grad, torch.full((4, 8), 127.0))


def test_special_pieces_and_padding_have_no_token_vectors() -> None:
    tokenizer = folding_tokenizer([*SPECIAL, "bir", "iki"])
    encoded = tiny_student(7)(make_batch(tokenizer, ["bir iki bir", "iki"], max_length=16))
    assert encoded.mask.tolist() == [[False, True, True, True, False], [False, True, False, False, False]]
    assert not encoded.tokens[~encoded.mask].any()


def test_a_step_draws_the_same_batch_whenever_it_is_drawn() -> None:
    first, again = (batches().draw(np.random.default_rng([0, 7])) for _ in range(2))
    assert repr(first) == repr(again)


def test_question_batches_hold_distinct_passages_and_point_at_the_right_one() -> None:
    own = {text: set(s.passages.values()) for s in data().sections for q in s.questions for text in q.values()}
    asked = 0
    for step in range(60):
        _, batch = batches().draw(np.random.default_rng([0, step]))
        if isinstance(batch, QuestionBatch):
            assert len(set(batch.passages)) == len(batch.passages)
            for question, row in zip(batch.questions, batch.answers, strict=True):
                if question in own:  # no typo in it
                    asked += 1
                    assert batch.passages[row] in own[question]
    assert asked > 100


def test_a_typo_changes_one_place_and_keeps_short_words() -> None:
    rng = np.random.default_rng(0)
    typos = {with_typo("anayasa", rng) for _ in range(50)}
    assert typos != {"anayasa"}
    assert all(abs(len(text) - len("anayasa")) <= 1 for text in typos)
    assert with_typo("ve", rng) == "ve"


def test_training_lowers_the_loss_of_both_kinds_of_batch() -> None:
    vocabulary, _ = joint()
    tokenizer = folding_tokenizer(vocabulary.pieces)
    student = tiny_student(len(vocabulary.pieces))
    settings = LoopSettings(minutes=1.0, layer_rate=2e-3, embedding_rate=2e-3, projection_rate=2e-3, warmup_steps=1)
    optimizer = make_optimizer(student, settings)
    losses: dict[type, list[float]] = {PairBatch: [], QuestionBatch: []}
    for step in range(30):
        _, batch = batches().draw(np.random.default_rng([0, step]))
        losses[type(batch)].append(make_step(student, tokenizer, optimizer, batch, settings))
    for kind in losses.values():
        assert np.mean(kind[-4:]) < np.mean(kind[:4])


def test_the_learning_rate_is_zero_when_the_time_is_used_up() -> None:
    student, settings = tiny_student(7), LoopSettings(minutes=2.0)
    optimizer = make_optimizer(student, settings)
    rates = []
    for seconds in (0.0, 60.0, 120.0):
        set_rate(optimizer, Progress(500, seconds), minutes=settings.minutes, warmup_steps=settings.warmup_steps)
        rates.append(optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([4e-4, 2e-4, 0.0])


def test_a_checkpoint_brings_back_weights_steps_and_time(tmp_path: Path) -> None:
    student, settings = tiny_student(7), LoopSettings(minutes=1.0)
    assert checkpoint.restore(tmp_path, student) == Progress()
    checkpoint.save(tmp_path, Progress(12, 34.5), student, make_optimizer(student, settings))
    other = tiny_student(7)
    with torch.no_grad():
        other.projection.weight.zero_()
    assert checkpoint.restore(tmp_path, other, make_optimizer(other, settings)) == Progress(12, 34.5)
    assert torch.equal(other.projection.weight, student.projection.weight)


def test_blended_weights_lie_between_start_and_end() -> None:
    student = tiny_student(7)
    start = weights_of(student)
    with torch.no_grad():
        student.projection.weight.add_(1.0)
    blend(student, start, share=0.75)
    assert torch.allclose(student.projection.weight, start["projection.weight"] + 0.75, atol=1e-6)
    with pytest.raises(ValueError, match=r"1\.5"):
        blend(student, start, share=1.5)


def test_figures_count_a_tie_against_the_encoder() -> None:
    row = figure("en->tr", "pooled", np.array([[0.9, 0.1], [0.5, 0.5]], dtype=np.float32), np.array([0, 1]))
    assert (row.questions, row.passages, row.recall_interval) == (2, 2, (0.0, 1.0))
    assert row.recall_at_1 == 0.5
    assert row.ndcg_at_10 == pytest.approx((1 + 1 / np.log2(3)) / 2)


CLEAN_PROCESS = """
import json, sys
from sentence_transformers import MultiVectorEncoder, SentenceTransformer
folder, *texts = sys.argv[1:]
features = SentenceTransformer(folder, device="cpu").float().encode(texts, output_value=None, convert_to_numpy=False)
late = MultiVectorEncoder(folder, device="cpu").float().encode_document(texts)
print(json.dumps({
    "pooled": [f["sentence_embedding"].tolist() for f in features],
    "tokens": [f["token_embeddings"][f["attention_mask"].bool()].tolist() for f in features],
    "late": [v.tolist() for v in late],
}))
"""


def test_an_exported_folder_gives_the_vectors_of_training_in_a_clean_process(tmp_path: Path) -> None:
    texts = ["ba​nt CERK’ı dist", "fork"]
    tokenizer = folding_tokenizer([*SPECIAL, "bant", "cerk", "'", "i", "dist", "fork"])
    student = tiny_student(11).eval()
    export(student, tokenizer, tmp_path)
    with torch.no_grad():
        expected = student(make_batch(tokenizer, texts, max_length=32), rounded=False)
    command = [sys.executable, "-c", CLEAN_PROCESS, str(tmp_path), *texts]
    shown = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    for i in range(len(texts)):
        assert np.allclose(shown["pooled"][i], expected.pooled[i], atol=2e-3)
        for name in ("tokens", "late"):
            assert np.allclose(shown[name][i], expected.tokens[i][expected.mask[i]], atol=2e-3)


def test_a_finished_encoder_is_trained_further_with_its_word_embeddings_as_they_are(tmp_path: Path) -> None:
    made = tiny_student(joint()[1].get_vocab_size())
    export(made, joint()[1], tmp_path / "made")
    student, tokenizer = finished(tmp_path / "made")
    before, settings = weights_of(student), LoopSettings(minutes=1)
    for name, weight in weights_of(made).items():
        assert torch.allclose(before[name], weight, atol=1e-3), name
    optimizer = make_optimizer(student, settings)
    for step in range(3):
        make_step(student, tokenizer, optimizer, batches().draw(np.random.default_rng(step))[1], settings)
    changed = {name for name, weight in weights_of(student).items() if not torch.equal(weight, before[name])}
    assert "projection.weight" in changed
    assert any("layer" in name for name in changed)
    assert not any("word_embeddings" in name for name in changed)


def test_batches_are_drawn_by_the_shares_that_are_given() -> None:
    only = Batches(data(), {}, WIDTH, shares=(("questions", 1.0),))
    assert {only.draw(np.random.default_rng(step))[0] for step in range(20)} == {"questions"}


def test_a_folder_and_the_student_it_came_from_encode_alike(tmp_path: Path) -> None:
    tokenizer = folding_tokenizer([*SPECIAL, "bant", "cerk", "dist"])
    student = tiny_student(8)
    export(student, tokenizer, tmp_path)
    ours, theirs = student_encode(student, tokenizer)(["bant dist", "cerk"]), folder_encode(tmp_path)(["bant dist", "cerk"])
    assert torch.equal(ours.mask, theirs.mask)
    assert torch.allclose(ours.pooled, theirs.pooled, atol=0.02)
    assert torch.allclose(ours.tokens, theirs.tokens, atol=0.03)


def test_reading_leaves_out_doubled_pairs_and_joins_sections_of_two_languages(tmp_path: Path) -> None:
    write_data(tmp_path)
    read = read_training_data(tmp_path)
    assert [pair.en for pair in read.authored] == ["bread", "water"]
    joined = [section for section in read.sections if section.group == "react_sections"]
    assert [set(section.passages) for section in joined] == [{"tr", "en"}]
    assert joined[0].questions == ({"tr": "Soru", "en": "Question"},)


def write_data(folder: Path) -> None:
    for name in ("pairs", "qa", "mono", "authored"):
        (folder / name).mkdir()
    for name in tables.AUTHORED:
        for kind in ("sentences", "terms"):
            (folder / "authored" / f"{name}.{kind}.tsv").write_text("ekmek\tbread\nsu\twater\n", encoding="utf-8")
    rows = [
        {"lang": "tr", "pid": "1", "question": "Soru", "passage": "Metin"},
        {"lang": "en", "pid": "1", "question": "Question", "passage": "Text"},
    ]
    for name in tables.QUESTION_LIMITS:
        lines = "\n".join(json.dumps(row) for row in rows) if name == "react_sections" else ""
        (folder / "qa" / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    empty = [folder / "pairs" / f"{name}.tsv.gz" for name in tables.PAIR_LIMITS]
    empty += [folder / "mono" / f"{name}.tr.txt.gz" for name in tables.MONO_TURKISH]
    empty += [folder / "mono" / f"{name}.en.txt.gz" for name in tables.MONO_ENGLISH]
    for path in empty:
        path.write_bytes(gzip.compress(b""))


def test_the_sentence_that_answers_is_told_from_its_neighbours() -> None:
    axes = torch.eye(4)
    passages = Encoded(axes[:1], torch.stack([axes[[0, 1, 2, 3]]]), torch.ones(1, 4, dtype=torch.bool))
    asked = Encoded(axes[:1], axes[None, [2]], torch.ones(1, 1, dtype=torch.bool))
    sentences, answers = torch.tensor([[0, 0, 1, 1]]), torch.tensor([0])
    right, wrong, unknown = (
        float(sentence_loss(asked, passages, answers, sentences, torch.tensor([place]))) for place in (1, 0, -1)
    )
    assert right < 0.01
    assert wrong > 10
    assert unknown == 0


def test_tokens_are_counted_to_the_sentences_they_stand_in() -> None:
    numbers = sentence_numbers(torch.tensor([[0, 0, 4, 9, 12, 0]]), [[0, 9]])
    assert numbers.tolist() == [[0, 0, 0, 1, 1, 0]]


def test_the_place_of_an_answer_is_the_sentence_it_stands_in() -> None:
    passage = "Vali Ankara'da doğdu. Senato 47 üyeden oluşur. Başkan altı yıl kalır."
    section = Section("state", {"tr": passage}, ({"tr": "?"}, {"tr": "?"}), ({"tr": "47"}, {"tr": ""}))
    assert passage[section.starts("tr")[section.place(0, "tr")] :].startswith("Senato")
    assert section.place(1, "tr") == -1
