import gzip
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.torch import load_file
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.crossing import SENTENCE_PIECES, CrossEncoder
from index.embedders import load_embedder
from index.training import checkpoint
from index.training.checkpoint import Progress
from index.training.crossing.__main__ import main
from index.training.crossing.data import AUTHORED, QUOTING, SPEECH, read_data
from index.training.crossing.evaluation import evaluate
from index.training.crossing.examples import Example, ReaderData
from index.training.crossing.export import export
from index.training.crossing.facts import FACTS
from index.training.crossing.loop import Losses, ReaderSettings, make_optimizer, make_step, train
from index.training.crossing.measures import auroc, best_span, overlap, sentence_odds
from index.training.crossing.model import Reader, load_reader, make_batch
from index.training.crossing.near_misses import NearMisses, borrowed_question, changed_year, swapped_name
from index.training.crossing.negatives import KEPT, Negatives, nearest_elsewhere, of_example
from index.training.crossing.objectives import ranking_loss, sentence_loss, span_loss
from index.training.crossing.passages import Passage, Passages, Sentence
from index.training.crossing.rows import Row, Rows, Visit
from index.training.crossing.translations import TRANSLATED, TRANSLATED_PIECES
from index.training.crossing.visits import BATCH_PIECES, VISITS, Visits
from index.training.crossing.windows import MOST_PIECES, window
from index.training.data import AUTHORED as GROUPS
from index.training.schedule import set_rate
from index.training.types import is_held_out
from index.training.vocabulary import SPECIAL, folding_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

KINDS = {
    "kim": ("Ali", "Veli", "Fatma", "Zeki"),
    "kaç": ("12", "45", "78", "99"),
    "nerede": ("Ankara", "Bursa", "Konya", "Paris"),
}
ENGLISH = {"kim": "who", "kaç": "many", "nerede": "where"}
FILLERS = ("bant", "cerk", "dist", "fork", "gulp", "hask", "lent", "mist", "nork", "pels")
PAIRS = [
    (f"Sign{i} " + "bant cerk dist " * (i - 60) + "lent.", f"Sign{i} " + "mist nork pels " * (i - 60) + "gulp.")
    for i in range(80, 92)
]
WORDS = [w.lower() for w in (*KINDS, *ENGLISH.values(), *FILLERS, *(a for own in KINDS.values() for a in own))]


@cache
def tokenizer() -> Tokenizer:
    """Knows the words of the toy texts, and a hundred signs that tell passages apart."""
    words = [word.replace("ç", "c") for word in WORDS]
    return folding_tokenizer([*SPECIAL, ".", "?", *words, *(f"sign{i}" for i in range(100))])


def write_authored(folder: Path, passages: int) -> None:
    """Passages of three sentences, each with an answer of another kind; what is asked for is the kind. Some pairs, too."""
    rng, asked, answered = np.random.default_rng(0), [], []
    for number in range(passages):
        told = [(kind, KINDS[kind][rng.integers(4)]) for kind in rng.permutation(list(KINDS))]
        texts = [" ".join((rng.choice(FILLERS).capitalize(), answer, *rng.choice(FILLERS, 2))) for _, answer in told]
        passage = f"Sign{number} " + " ".join(f"{text}." for text in texts)
        questions = [{"tr": f"{kind}?", "en": f"{ENGLISH[kind]}?"} for kind, _ in told]
        asked.append({"passage_tr": passage, "passage_en": passage, "questions": questions})
        answered.append({"line": number, "answers": [{"tr": answer, "en": answer} for _, answer in told]})
    (folder / AUTHORED).mkdir(parents=True)
    for name, rows in (("toy.qa.jsonl", asked), ("toy.answers.jsonl", answered)):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / AUTHORED / name).write_text(text, encoding="utf-8")
    write_pairs(folder, state=PAIRS)


def write_pairs(folder: Path, **pairs: list[tuple[str, str]]) -> None:
    for group in GROUPS:
        text = "\n".join("\t".join(pair) for pair in pairs.get(group, []))
        (folder / AUTHORED / f"{group}.sentences.tsv").write_text(text, encoding="utf-8")


def read(folder: Path) -> ReaderData:
    return read_data(folder, tokenizer(), encoded, cache=folder / "cache")


def write_questions(folder: Path, **rows: list[dict[str, Any]]) -> None:
    (folder / "qa").mkdir()
    for name in (*QUOTING, SPEECH, FACTS):
        text = "\n".join(map(json.dumps, rows.get(name, [])))
        (folder / "qa" / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))


@dataclass(frozen=True)
class Toy:
    """A world small enough to be learned in a second: its data, a body to start from, and a reader trained on it."""

    encoder: Path
    data: ReaderData
    negatives: Negatives
    model: Reader
    losses: list[Losses]

    @property
    def rows(self) -> Rows:
        return Rows(tokenizer())

    def batches(self) -> Iterator[list[Visit]]:
        return Visits(self.data, self.negatives, self.rows).batches(0)

    def asked(self, *, held_out: bool = False) -> list[int]:
        """The numbers of the examples that are no translations."""
        return [
            i for i in self.data.numbers(held_out=held_out)
            if self.data.passage_of(self.data.examples[i]).source == AUTHORED
        ]  # fmt: skip


def tiny_encoder(folder: Path) -> Path:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=tokenizer().get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=256,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.2,
    )
    model, ids = BertModel(config), tokenizer().get_vocab()
    with torch.no_grad():
        for kind, answers in KINDS.items():  # words of a kind are near each other, as they are in a real encoder
            like = [ids[word.lower().replace("ç", "c")] for word in (kind, ENGLISH[kind], *answers)]
            model.embeddings.word_embeddings.weight[like] += torch.randn(config.hidden_size)
    model.save_pretrained(folder)
    tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def other_kinds(data: ReaderData) -> Negatives:
    """Sentences of other passages that do not answer, as they are of another kind."""
    found = np.full((len(data.examples), KEPT, 2), -1, np.int32)
    kind_of = {answer.lower(): kind for kind, answers in KINDS.items() for answer in answers}
    kinds = {v: k for k, v in ENGLISH.items()} | {k: k for k in KINDS}
    for i, example in enumerate(data.examples):
        if data.passage_of(example).source == TRANSLATED:
            continue
        wanted = kinds[example.question[:-1]]
        places = [
            (p, s)
            for p, passage in enumerate(data.passages)
            for s in range(len(passage.sentences))
            if p != example.passage
            and passage.source == AUTHORED
            and passage.language == data.passage_of(example).language
            and kind_of[passage.wording(s).split()[-3].lower()] != wanted
        ]
        found[i] = places[i % 50 : i % 50 + KEPT]
    return found


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    folder = tmp_path_factory.mktemp("toy")
    write_authored(folder, passages=60)
    write_questions(folder)
    data = read(folder)
    encoder = tiny_encoder(folder / "encoder")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    made = Toy(encoder, data, other_kinds(data), load_reader(encoder), [])
    settings = ReaderSettings(minutes=1.0, rate=10.0)
    optimizer = make_optimizer(made.model, settings)
    made.losses.extend(make_step(made.model, optimizer, visits, settings) for visits in islice(made.batches(), 60))
    return made


@st.composite
def passages_with_answers(draw: st.DrawFn) -> tuple[Passage, list[int]]:
    """A passage of sentences of any length, and the numbers of some of them that stand together."""
    lengths = draw(st.lists(st.integers(1, 110), min_size=1, max_size=9))
    sentences = tuple(Sentence((i, i + 1), (7,) * n, ((i, i + 1),) * n) for i, n in enumerate(lengths))
    first = draw(st.integers(0, len(lengths) - 1))
    last = draw(st.integers(first, min(first + 2, len(lengths) - 1)))
    return Passage("x" * len(lengths), "tr", "toy", False, sentences), list(range(first, last + 1))


def size(passage: Passage, chosen: Sequence[int]) -> int:
    return sum(len(passage.sentences[i].pieces) for i in chosen)


@given(passages_with_answers(), st.integers(0, 2**32))
def test_a_window_is_neighbours_that_hold_the_answer_within_the_budget(made: tuple[Passage, list[int]], seed: int) -> None:
    passage, answer = made
    chosen = window(passage, answer, np.random.default_rng(seed))
    assert chosen == list(range(chosen[0], chosen[-1] + 1))
    assert size(passage, chosen) <= MOST_PIECES
    held = answer if size(passage, answer) <= MOST_PIECES else answer[:1]
    assert set(held) <= set(chosen)


@given(passages_with_answers(), st.integers(0, 2**32))
def test_a_window_without_the_answer_holds_none_of_its_sentences_and_is_empty_only_if_there_are_no_others(
    made: tuple[Passage, list[int]], seed: int
) -> None:
    passage, answer = made
    chosen = window(passage, answer, np.random.default_rng(seed), without=answer)
    left = [i for i in range(len(passage.sentences)) if i not in answer]
    assert not set(chosen) & set(answer)
    assert bool(chosen) == bool(left)
    if chosen:
        places = [left.index(i) for i in chosen]
        assert places == list(range(places[0], places[-1] + 1))


def test_windows_are_of_all_extents() -> None:
    passages = Passages(tokenizer())
    number = passages.add(" ".join(f"Bant sign{i}." for i in range(9)), "tr", "toy")
    drawn = [window(passages[number], [4], np.random.default_rng(seed)) for seed in range(60)]
    assert {len(chosen) for chosen in drawn} == {1, 2, 3, 4, 6, 8}
    assert len({chosen[0] for chosen in drawn if len(chosen) == 3}) == 3


def test_a_row_marks_the_words_of_the_answer_and_the_sentence_it_stands_in(toy: Toy) -> None:
    for example in toy.data.examples[:60]:
        passage = toy.data.passage_of(example)
        row = toy.rows.row(example.question, passage, range(len(passage.sentences)), example)
        assert example.answer is not None
        assert row.answer is not None
        start, end = row.answer
        assert tokenizer().decode(row.pieces[start : end + 1]) == passage.text[slice(*example.answer)].lower()
        [own] = example.sentences
        assert tokenizer().decode([row.pieces[i] for i in row.right]) == passage.wording(own).lower()


def test_an_answer_that_is_cut_off_has_no_last_piece_and_one_that_is_not_there_is_marked_at_the_opening() -> None:
    passages = Passages(tokenizer())
    passage = passages[passages.add("Bant " * 109 + "Ali Veli.", "tr", "toy")]
    row = Rows(tokenizer()).row("kim?", passage, [0])
    assert (row.right, row.answer, len(row)) == ([0], None, 2 + 2 + SENTENCE_PIECES + 1)
    start = passage.text.index("Ali Veli")
    cut = Rows(tokenizer()).row("kim?", passage, [0], Example("kim?", "tr", 0, frozenset({0}), (start, start + 8), 1.0))
    assert (cut.right, cut.answer) == (list(range(4, 114)), None)


def pieces_of(passage: Passage, row: Row) -> list[int]:
    """What a row would read if it were of this passage."""
    return [
        piece for i in dict.fromkeys(row.sentences) if i < len(passage.sentences) for piece in passage.sentences[i].pieces
    ]


def test_a_visit_shows_the_answer_once_and_else_windows_without_it(toy: Toy) -> None:
    visits, rng = Visits(toy.data, toy.negatives, toy.rows), np.random.default_rng(0)
    deleted, elsewhere = 0, 0
    for number in toy.asked()[:200]:
        example, (first, *others) = toy.data.examples[number], visits.visit(number, rng)
        assert first.answer is not None
        for row in others:
            assert (row.right, row.answer) == ([0], None)
            if row.pieces[row.start : -1] == pieces_of(toy.data.passage_of(example), row):
                deleted += 1
                assert not set(row.sentences) & example.sentences
            else:
                elsewhere += 1
    assert 50 < deleted < 90
    assert 150 < elsewhere < 190


def test_a_name_is_swapped_only_if_it_stands_in_the_window_and_for_one_that_does_not() -> None:
    rng = np.random.default_rng(0)
    question, wording = "Dün Ankara'da kaç Konya treni vardı?", "ANKARA'nın üç treni vardı."
    drawn = {swapped_name(question, wording, ["Bursa", "Ankaralı"], rng) for _ in range(50)}
    assert drawn == {None, "Dün Bursa'da kaç Konya treni vardı?"}
    assert swapped_name("Ankara'da kaç tren vardı?", wording, ["Bursa"], rng) is None  # the first word has a capital anyway
    assert swapped_name(question, "Üç tren vardı.", ["Bursa"], rng) is None


def test_a_question_about_another_name_is_shown_with_the_same_window_as_unanswered() -> None:
    passages = Passages(tokenizer())
    number = passages.add("Bant 12 Ankara. Cerk lent.", "tr", AUTHORED)
    asked = ("kaç Ankara?", frozenset({0}), (5, 7)), ("kim Konya?", frozenset({1}), (16, 20))
    data = ReaderData(list(passages), [Example(q, "tr", number, own, at, 1.0) for q, own, at in asked])
    visits = Visits(data, np.full((2, KEPT, 2), -1, np.int32), Rows(tokenizer()))
    konya, rng = tokenizer().token_to_id("konya"), np.random.default_rng(0)
    swapped = [row for _ in range(200) for row in visits.visit(0, rng) if konya in row.pieces[: row.start]]
    assert 5 < len(swapped) < 60  # of 200 visits 15%, half of them with the name that stands there already
    assert {(tuple(row.right), row.answer, row.changed, 0 in row.sentences) for row in swapped} == {((0,), None, True, True)}


@given(st.sets(st.integers(-10, 10)), st.integers(1510, 2080), st.integers(0, 2**32))
def test_a_changed_year_stands_nowhere_in_the_window(away: set[int], year: int, seed: int) -> None:
    wording = " ".join(f"{year + years}'te lent." for years in (*away, 0))
    rng = np.random.default_rng(seed)
    made = changed_year(f"Veli {year} yılında nerede?", wording, rng)
    if made is not None:
        new = made.split()[1]
        assert (made, new.isdigit()) == (f"Veli {new} yılında nerede?", True)
        assert new not in wording
        assert 0 < abs(int(new) - year) < 10
    assert changed_year("Veli 1490 yılında nerede?", wording, rng) is None
    assert changed_year(f"Veli {year} yılında nerede?", "Veli lent.", rng) is None


def test_a_year_is_changed_in_so_many_visits_even_where_there_is_a_name_to_swap() -> None:
    data, negatives = asked("Dün Ankara 1923 yılında nerede?", "Bugün Konya nerede?")
    near_misses, rng = NearMisses(data, negatives), np.random.default_rng(0)
    made = [near_misses.question(0, "Ankara 1923 yılında bant.", rng) for _ in range(1000)]
    changed = [question for question in made if question]
    assert 400 < len(changed) < 500
    assert all("Ankara" in question and "1923" not in question for question in changed)


def asked(*questions: str) -> tuple[ReaderData, Negatives]:
    """A passage for each question, all others its neighbours."""
    passages = Passages(tokenizer())
    examples = []
    for number, question in enumerate(questions):
        passages.add(f"Bant sign{number}.", "tr", AUTHORED)
        examples.append(Example(question, "tr", number, frozenset({0}), None, 1.0))
    negatives = np.full((len(examples), KEPT, 2), -1, np.int32)
    for number in range(len(examples)):
        others = [(other, 0) for other in range(len(examples)) if other != number]
        negatives[number, : len(others)] = others
    return ReaderData(list(passages), examples), negatives


def test_a_borrowed_question_names_something_of_this_window() -> None:
    rng = np.random.default_rng(0)
    question, wording = "Ankara'da Veli ile Fatma kaç gün kaldı?", "ANKARA'da Veli üç gün kaldı."
    made = {borrowed_question("Konya'nın valisi kim?", question, wording, rng) for _ in range(50)}
    assert made == {"Ankara'nın valisi kim?", "Veli'nın valisi kim?"}
    assert borrowed_question("Konya'nın valisi Zeki mi?", question, wording, rng) is None  # whom would it be about?
    assert borrowed_question("Orada vali kim?", question, wording, rng) is None
    assert borrowed_question("Konya'nın valisi kim?", question, "Üç gün kaldı.", rng) is None


def test_questions_are_borrowed_from_neighbours_but_the_nearest_and_never_one_that_is_asked_here_too() -> None:
    own = "Dün Ankara kaç gün lent?"
    data, negatives = asked(own, "En yakın Konya kim?", "Az yakın Bursa kim?", "Uzak Paris kim?", "Dün Paris kaç gün lent?")
    near_misses, rng = NearMisses(data, negatives), np.random.default_rng(0)
    made = [near_misses.question(0, "Ankara bant.", rng) for _ in range(1000)]
    borrowed, swapped = made.count("Uzak Ankara kim?"), {question for question in made if question and "lent" in question}
    assert 100 < borrowed < 180  # half of 28%: the other half would be what is asked here
    assert swapped == {f"Dün {name} kaç gün lent?" for name in ("Konya", "Bursa", "Paris")}
    assert set(made) == {None, "Uzak Ankara kim?", *swapped}


def test_a_translation_is_asked_for_among_some_of_its_nearest_neighbours(toy: Toy) -> None:
    translation = dict(PAIRS) | {en: tr for tr, en in PAIRS}
    found = [e for e in toy.data.examples if toy.data.passage_of(e).source == TRANSLATED]
    assert sorted(e.question for e in found) == sorted(translation)
    placed = set()
    for example in found:
        passage = toy.data.passage_of(example)
        sentences, [own] = [passage.wording(i) for i in range(len(passage.sentences))], example.sentences
        assert translation[example.question] == sentences[own]
        assert (example.language, example.answer, example.chance) in (("en", None, 0.25), ("tr", None, 0.08))
        held = [pair[example.language == "tr"] for pair in PAIRS if example.question not in pair]
        near = dict(zip(held, encoded(held) @ encoded([sentences[own]])[0], strict=True))
        others = [text for i, text in enumerate(sentences) if i != own]
        assert len(set(others)) == 4
        assert min(near[text] for text in others) >= sorted(near.values())[-8] - 1e-6
        placed.add(own)
    assert len(placed) > 2


def test_translations_are_never_from_held_out_passages_nor_short_nor_about_forms(tmp_path: Path) -> None:
    write_authored(tmp_path, passages=20)
    write_questions(tmp_path)
    texts = {p.text: p.held_out for p in read(tmp_path).passages if p.source == AUTHORED}
    held_out = [text for text, held in texts.items() if held][:2]
    kept = next(text for text, held in texts.items() if not held)
    leaking = [(held_out[0][:60], "bant " * 12), ("lent " * 12, held_out[1][:60])]
    write_pairs(
        tmp_path, state=PAIRS[:8], economy=[*leaking, (kept[:60], "cerk " * 12), ("a" * 45, "b" * 60)], morphology=PAIRS[8:]
    )
    data = read(tmp_path)
    asked = {e.question for e in data.examples if data.passage_of(e).source == TRANSLATED}
    assert asked == {text for pair in PAIRS[:8] for text in pair} | {kept[:60].strip(), ("cerk " * 12).strip()}
    read_text = " ".join(p.text for p in data.passages if p.source == TRANSLATED)
    assert not any(text[:60] in read_text for text in held_out)


def test_a_visit_to_a_translation_is_one_window_and_reads_more_of_what_is_asked(toy: Toy) -> None:
    visits, rng = Visits(toy.data, toy.negatives, toy.rows), np.random.default_rng(0)
    found = [i for i in toy.data.numbers(held_out=False) if i not in toy.asked()]
    assert found
    for number in found * 5:
        [row] = visits.visit(number, rng)
        assert row.right != [0]
        assert row.start == TRANSLATED_PIECES + 2
    assert not np.any(nearest_elsewhere(toy.data, encoded, cache=toy.encoder.with_name("cache"))[found] >= 0)


def test_translations_are_no_negatives(toy: Toy) -> None:
    found = nearest_elsewhere(toy.data, encoded, cache=toy.encoder.with_name("cache"))
    sources = {toy.data.passages[p].source for i in range(len(found)) for p, _ in of_example(found, i)}
    assert sources == {AUTHORED}


def test_held_out_passages_are_those_of_the_evaluation_and_never_trained_on(toy: Toy) -> None:
    held_out = {p.text for p in toy.data.passages if p.held_out}
    texts = [p.text for p in toy.data.passages if p.source == AUTHORED]
    assert held_out == set(filter(is_held_out, texts))
    assert 10 < len(held_out) < 30
    signs = {text: tokenizer().token_to_id(text.split()[0].lower()) for text in texts}
    negatives = nearest_elsewhere(toy.data, encoded, cache=toy.encoder.with_name("cache"))
    visits = Visits(toy.data, negatives, toy.rows)
    shown = {piece for row in rows_of(visits, 40) for piece in row.pieces}
    assert shown & set(signs.values()) == {piece for text, piece in signs.items() if text not in held_out}


def rows_of(visits: Visits, batches: int) -> list[Row]:
    return [row for batch in islice(visits.batches(0), batches) for visit in batch for row in visit]


def encoded(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors by an encoder that needs no model."""
    return load_embedder("hashing").encode_document(texts).pooled


def no_encoder(texts: Sequence[str]) -> NDArray[np.float32]:
    raise AssertionError(f"{len(texts)} texts are encoded again")


def test_negatives_are_the_nearest_sentences_of_other_passages_in_the_same_language(tmp_path: Path) -> None:
    passages = Passages(tokenizer())
    texts = "Ankara bant. Cerk lent 12.", "Ankara bant dist. Pels mist.", "Hask gulp. Ankara bant kim."
    for text in texts:
        passages.add(text, "tr", AUTHORED)
    passages.add("Ankara bant.", "en", AUTHORED)
    passages.add("Ankara bant!", "tr", AUTHORED, held_out=True)
    data = ReaderData(list(passages), [Example("Ankara bant", "tr", 0, frozenset({0}), (0, 6), 1.0)])
    found = nearest_elsewhere(data, encoded, cache=tmp_path)
    assert set(of_example(found, 0)) == {(p, s) for p in (1, 2) for s in (0, 1)}
    assert set(of_example(found, 0)[:2]) == {(1, 0), (2, 1)}
    assert np.array_equal(nearest_elsewhere(data, no_encoder, cache=tmp_path), found)


def test_a_passage_that_has_the_answer_too_is_no_negative(tmp_path: Path) -> None:
    passages = Passages(tokenizer())
    for text in ("Ankara bant. Cerk lent 12.", "Ankara bant dist. Pels ANKARA.", "Hask gulp."):
        passages.add(text, "tr", "enelpi_ottoman_tr")
    data = ReaderData(list(passages), [Example("kim bant", "tr", 0, frozenset({0}), (0, 6), 1.0)])
    assert of_example(nearest_elsewhere(data, encoded, cache=tmp_path), 0) == [(2, 0)]


def test_the_other_sources_give_their_sentences(tmp_path: Path) -> None:
    write_authored(tmp_path, passages=1)
    quoting = {"question": "kim?", "passage": "Bant cerk.Veli dist.", "answers": ["Veli"]}
    lost = {"question": "kim?", "passage": "Bant cerk.", "answers": ["Zeki"]}
    told = {"question": "kaç?", "passage": "Bant cerk fork. Gulp hask 12 lent.", "answers": ["Hask lent 12"]}
    fields = [
        {"question": f"sign{i}?", "passage": f"Paris - Sign{i}: bant {i}", "title": "Paris", "answers": []} for i in range(6)
    ]
    write_questions(tmp_path, enelpi_ottoman_tr=[quoting, lost], nutuk_tr=[told], factbook_en=fields)
    data = read(tmp_path)
    found = [e for e in data.examples if data.passage_of(e).source not in (AUTHORED, TRANSLATED)]
    said = {e.question: [data.passage_of(e).wording(i) for i in e.sentences] for e in found}
    assert said.pop("kim?") == ["Veli dist."]
    assert said.pop("kaç?") == ["Gulp hask 12 lent."]
    assert len(said) == 2
    assert all(text.endswith(f": bant {question[4:-1]}") for question, [text] in said.items())
    assert [e.answer is None for e in found] == [False, True, True, True]


def test_every_question_is_asked_of_its_passage_in_both_languages(toy: Toy) -> None:
    first = [e for e in toy.data.examples if toy.data.passage_of(e).text == toy.data.passages[0].text]
    chances = {(e.language, toy.data.passage_of(e).language): e.chance for e in first}
    assert chances == {("tr", "tr"): 0.5, ("en", "tr"): 0.5, ("en", "en"): 0.25, ("tr", "en"): 0.12}
    assert len(first) == 3 * 4


def test_an_example_is_visited_as_often_as_its_chance_says() -> None:
    passages = Passages(tokenizer())
    numbers = [passages.add(text, "tr", "toy") for text in ("Ali bant.", "Veli bant.")]
    data = ReaderData(
        list(passages),
        [Example("kim?", "tr", n, frozenset({0}), (0, 3), c) for n, c in zip(numbers, (1.0, 0.25), strict=True)],
    )
    visits = Visits(data, np.full((2, KEPT, 2), -1, np.int32), Rows(tokenizer()))
    shown = [piece for row in rows_of(visits, 400) for piece in row.pieces]
    ali, veli = (shown.count(tokenizer().get_vocab()[name]) for name in ("ali", "veli"))
    assert ali == 400
    assert 70 < veli < 130


def test_batches_are_of_visits_of_like_length_and_bounded(toy: Toy) -> None:
    batches = [[row for visit in batch for row in visit] for batch in islice(toy.batches(), 30)]
    assert all(len(rows) * max(map(len, rows)) <= BATCH_PIECES for rows in batches)
    longest = [[max(map(len, visit)) for visit in batch] for batch in islice(toy.batches(), 30)]
    everything = [length for own in longest for length in own]
    assert np.mean([max(own) - min(own) for own in longest]) < (max(everything) - min(everything)) / 2


def test_the_windows_of_a_visit_are_never_split_over_batches(toy: Toy) -> None:
    made = []

    class Recorded(Visits):
        def visit(self, number: int, rng: np.random.Generator) -> Visit:
            made.append((visit := super().visit(number, rng), list(visit)))
            return visit

    batches, found = Recorded(toy.data, toy.negatives, toy.rows).batches(0), list[Visit]()
    while len(found) < max(VISITS, len(made)):
        found += next(batches)
    whole = {id(visit): rows for visit, rows in made}
    assert {id(visit): visit for visit in found} == whole


def test_the_loss_falls_with_marks_on_the_right_sentence_and_on_the_ends_of_the_answer() -> None:
    row = Row(pieces=[2, 9, 3, 10, 11, 12, 3], start=3, sentences=[0, 1, 1], right=[4, 5], answer=(4, 5))
    nothing = torch.zeros(1, 7, 2)
    right, turned, none = nothing.clone(), nothing.clone(), nothing.clone()
    right[0, 4, 0] = right[0, 5, 1] = turned[0, 5, 0] = turned[0, 4, 1] = none[0, 0] = 20
    assert [float(sentence_loss(marks, [row])) < 0.01 for marks in (right, turned, none)] == [True, True, False]
    assert [float(span_loss(marks, [row])) < 0.01 for marks in (right, turned, none)] == [True, False, False]
    unanswered = Row(row.pieces, 3, row.sentences, right=[0], answer=None)
    assert float(sentence_loss(none, [unanswered])) < 0.01 < float(sentence_loss(right, [unanswered]))
    assert float(span_loss(none, [unanswered])) == 0


def visit_of_two(*, changed: bool = False) -> Visit:
    """A window that answers at places 4 and 5, and one that does not."""
    row = Row(pieces=[2, 9, 3, 10, 11, 12, 3], start=3, sentences=[0, 1, 1], right=[4, 5], answer=(4, 5))
    return [row, Row(row.pieces, 3, row.sentences, right=[0], answer=None, changed=changed)]


def test_the_ranking_loss_is_zero_when_all_mass_is_on_the_right_sentence_and_grows_with_that_in_any_other_window() -> None:
    marks = torch.zeros(2, 7, 2)
    assert float(ranking_loss(marks, [visit_of_two()])) == pytest.approx(np.log(6 / 2))
    marks[0, 4, 0] = marks[0, 5, 1] = 50
    assert float(ranking_loss(marks, [visit_of_two()])) == pytest.approx(0, abs=1e-5)
    for row, place in ((0, 3), (1, 3), (1, 5)):
        wrong = marks.clone()
        wrong[row, place] = 60
        assert float(ranking_loss(wrong, [visit_of_two()])) == pytest.approx(10, abs=0.01)


@given(st.lists(st.integers(-9, 9), min_size=56, max_size=56), st.lists(st.integers(-50, 50), min_size=8, max_size=8))
def test_the_ranking_loss_depends_neither_on_the_opening_nor_on_other_visits_nor_on_changed_questions(
    values: list[int], other: list[int]
) -> None:
    marks = torch.tensor(values, dtype=torch.float32).reshape(4, 7, 2)
    visits = [visit_of_two(), visit_of_two(changed=True)]
    alone = [float(ranking_loss(marks[:2], visits[:1])), float(ranking_loss(marks[2:3], [visits[1][:1]]))]
    marks[:, 0] = torch.tensor(other, dtype=torch.float32).reshape(4, 2)
    assert float(ranking_loss(marks, visits)) == pytest.approx(np.mean(alone), abs=1e-4)


def test_padding_a_row_changes_none_of_its_marks(toy: Toy) -> None:
    rows = [toy.rows.row("kim?", toy.data.passages[0], chosen) for chosen in ([0], [0, 1, 2])]
    with torch.no_grad():
        together, alone = toy.model.eval()(make_batch(rows)), toy.model(make_batch(rows[:1]))
    assert torch.allclose(together[:1, : len(rows[0])], alone, atol=1e-4)
    assert (together[0, len(rows[0]) - 1 :] < -1000).all()


def test_training_lowers_both_losses_and_finds_answers_in_held_out_passages(toy: Toy) -> None:
    for kind in zip(*toy.losses, strict=True):
        assert np.mean(kind[-10:]) < 0.7 * np.mean(kind[:10])
    trained, untrained = (
        evaluate(model, toy.data, toy.negatives, toy.rows, questions=20, device="cpu")
        for model in (toy.model, load_reader(toy.encoder))
    )
    assert [figure.direction for figure in trained] == ["passages tr->tr", "passages en->tr", "passages en->en"]
    for after, before in zip(trained, untrained, strict=True):
        assert after.questions == before.questions == 20
        assert after.overlap > 0.8 > 0.5 > before.overlap
        assert after.deleted > 0.9 > before.deleted
        assert after.right > before.right


def test_a_step_learns_from_which_windows_are_asked_the_same_question(toy: Toy) -> None:
    def learned(*, changed: bool) -> torch.Tensor:
        torch.manual_seed(0)
        model, settings = load_reader(toy.encoder), ReaderSettings(minutes=1.0)
        make_step(model, make_optimizer(model, settings), [visit_of_two(changed=changed)], settings)
        return torch.cat([weight.grad.flatten() for weight in model.parameters() if weight.grad is not None])

    assert torch.equal(learned(changed=False), learned(changed=False))
    assert not torch.allclose(learned(changed=False), learned(changed=True), atol=1e-3)


def test_word_embeddings_stay_and_everything_else_is_trained(toy: Toy) -> None:
    before = load_file(toy.encoder / "model.safetensors")
    changed = {name: not torch.equal(weight, before[name]) for name, weight in toy.model.bert.state_dict().items()}
    assert not changed.pop("embeddings.word_embeddings.weight")
    # What a key adds alike to every score, softmax takes away again.
    assert all(flag for name, flag in changed.items() if not name.endswith("key.bias"))


def test_the_learning_rate_of_every_weight_is_zero_when_the_time_is_used_up(toy: Toy) -> None:
    settings = ReaderSettings(minutes=2.0)
    optimizer = make_optimizer(toy.model, settings)
    for seconds, share in ((0.0, 1.0), (60.0, 0.5), (120.0, 0.0)):
        set_rate(optimizer, Progress(500, seconds), minutes=settings.minutes, warmup_steps=settings.warmup_steps)
        assert [group["lr"] for group in optimizer.param_groups] == pytest.approx([share * 1.5e-4, share * 1e-3])


def test_a_run_goes_on_at_the_step_and_the_batch_where_it_stopped(toy: Toy, tmp_path: Path) -> None:
    def run(minutes: float) -> tuple[Progress, int, Reader]:
        drawn, model = 0, load_reader(toy.encoder)

        def counted() -> Iterator[list[Visit]]:
            nonlocal drawn
            for visits in toy.batches():
                drawn += 1
                yield visits[:2]

        settings = ReaderSettings(minutes=minutes)
        return train(model, counted(), run=tmp_path, settings=settings, report=print), drawn, model

    first, drawn, model = run(0.002)
    assert 0 < first.step == drawn
    again, drawn, same = run(0.001)  # used up already
    assert (again.step, drawn) == (first.step, 0)
    assert torch.equal(same.head.weight, model.head.weight)
    last, drawn, _ = run(first.seconds / 60 + 0.002)
    assert first.step < last.step == drawn
    assert checkpoint.restore(tmp_path, same) == last


def test_the_same_seed_gives_the_same_batches_and_another_one_others(toy: Toy) -> None:
    visits = Visits(toy.data, toy.negatives, toy.rows)
    one, same, other = (list(islice(visits.batches(seed), 3)) for seed in (0, 0, 1))
    assert one == same != other


def test_the_exported_file_gives_the_log_odds_of_training(toy: Toy, tmp_path: Path) -> None:
    export(toy.model, tmp_path)
    passages, model = Passages(tokenizer()), toy.model.eval()
    texts = (toy.data.passages[0].text, "Bant " * 120 + "Ali cerk. Lent 12 pels mist.", "Veli.")
    numbers = [passages.add(text, "tr", "toy") for text in texts]
    for question in ("kim?", "kaç?", "many?", "kim " + "bant " * 50):
        windows = [[passages[n].wording(i) for i in range(len(passages[n].sentences))] for n in numbers]
        found = CrossEncoder(tmp_path, toy.encoder).score(question, windows)
        for number, own in zip(numbers, found, strict=True):
            row = toy.rows.row(question, passages[number], range(len(passages[number].sentences)))
            with torch.no_grad():
                expected = sentence_odds(model(make_batch([row]))[0].numpy(), row)
            assert own == pytest.approx(np.clip(list(expected.values()), -15, 15), abs=0.3)


def test_training_goes_on_from_an_exported_reader(toy: Toy, tmp_path: Path) -> None:
    export(toy.model, tmp_path)
    batch = make_batch([toy.rows.row("kim?", passage, [0, 1]) for passage in toy.data.passages[:3]])
    with torch.no_grad():
        before, after, untrained = (
            model.eval()(batch) for model in (toy.model, load_reader(toy.encoder, tmp_path), load_reader(toy.encoder))
        )
    assert torch.allclose(before, after, atol=0.05)
    assert not torch.allclose(before, untrained, atol=0.5)


def test_the_exported_file_leaves_out_what_is_shared_and_replaces_the_one_before(toy: Toy, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"old")
    export(toy.model, tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    shared = "embeddings.word_embeddings.weight"
    expected = set(load_file(toy.encoder / "model.safetensors")) - {shared, "pooler.dense.weight", "pooler.dense.bias"}
    assert set(weights) == expected | {"head.weight", "head.bias"}
    assert {weight.dtype for weight in weights.values()} == {torch.float16}
    assert [path.name for path in tmp_path.iterdir()] == ["model.safetensors"]


@given(st.lists(st.integers(-3, 3), min_size=1), st.lists(st.integers(-3, 3), min_size=1))
def test_auroc_is_that_of_the_field(higher: list[int], lower: list[int]) -> None:
    known = [1] * len(higher) + [0] * len(lower)
    assert auroc(higher, lower) == pytest.approx(roc_auc_score(known, higher + lower))


def test_the_best_span_does_not_end_before_it_begins_and_is_not_too_long() -> None:
    row = Row(pieces=[2, 9, 3, *range(10, 70), 3], start=3, sentences=[0] * 60, right=[0], answer=None)
    marks = np.zeros((64, 2), np.float32)
    marks[0] = marks[63] = 9  # no places of an answer
    marks[50, 0], marks[10, 1] = 3, 2
    assert best_span(marks, row) == (50, 50)
    marks[5, 0] = marks[44, 1] = 4
    assert best_span(marks, row) == (5, 44)
    marks[45, 1] = 5
    assert best_span(marks, row) != (5, 45)


def test_overlap_is_the_f1_of_pieces() -> None:
    assert overlap((3, 6), (3, 6)) == 1
    assert overlap((3, 6), (5, 8)) == pytest.approx(2 * 2 / 8)
    assert overlap((3, 4), (6, 8)) == 0


def test_a_folder_without_texts_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["crossing", *options(tmp_path, 1.0)])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert capsys.readouterr().err.splitlines()[-1].endswith("name the folder of training texts by --data")
    assert not list(tmp_path.iterdir())


def options(folder: Path, minutes: float) -> list[str]:
    named = {"--data": folder, "--run": folder / "run", "--out": folder / "out", "--minutes": minutes, "--device": "cpu"}
    return [str(part) for option in named.items() for part in option]


@pytest.mark.slow
def test_the_command_trains_from_the_bundled_encoder_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    write_authored(tmp_path, passages=12)
    write_questions(tmp_path)
    first, again = (
        subprocess.run(
            [sys.executable, "-m", "index.training.crossing", *options(tmp_path, minutes)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for minutes in (0.02, 0.01)
    )
    assert "READ untrained: tr->tr" in first
    assert "READ held out: en->en" in first
    written = [next(line for line in shown.splitlines() if " written after " in line) for shown in (first, again)]
    assert written[0] == written[1]
    assert "untrained" not in again
    assert (tmp_path / "out" / "model.safetensors").stat().st_size < 25_000_000
