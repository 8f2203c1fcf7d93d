"""Reads the training texts: translation pairs, questions with their passages, Turkish and English text.

The rows of the tables below say how much of each source is used; its licences stand in the model card.
"""

import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from index.thesaurus import Sense
from index.training.papers import Paper, paper_sections
from index.training.types import Pair, Section, TrainingData

_Item = TypeVar("_Item")

AUTHORED = ("state", "diplomacy", "economy", "general", "reports", "encyclopedia", "services", "morphology")

# Name of pairs/NAME.tsv.gz -> how many pairs of it are trained on: human translations; machine-translated ones teach bad
# morphology. Words are aligned over all of them, but for ALIGNED_LIMITS.
PAIR_LIMITS = {
    "un_sdg": 800, "ud_pud": 1000, "country_names": 500, "cldr_names": 2500, "ml_cheatsheets": 1000, "mozilla_www": 2000,
    "python_docs": 2000, "react_docs": 3000, "ethereum_org": 8000, "d2l_tr": 4000, "ud_atis": 1000, "dotnet_xlf": 500,
    "msdocs_ht": 30000, "tatoeba": 40000,
}  # fmt: skip

ALIGNED_LIMITS = {"msdocs_ht": 60000}  # the rest says the same words again

# Name of qa/NAME.jsonl.gz -> (how many rows of it, relative weight of its batches among question batches).
QUESTION_LIMITS = {
    "enelpi_ottoman_tr": (6300, 4.0), "nutuk_tr": (600, 1.0), "laws_tr": (1200, 1.0), "tech_notes_tr": (600, 0.3),
    "ethereum_sections": (1500, 1.5), "react_sections": (800, 0.7), "msdocs_ht_sections": (2500, 2.0),
    "openstax": (2000, 1.5), "wiki_en_title_lead": (2500, 1.5), "factbook_en": (800, 0.5), "medquad_en": (500, 0.5),
}  # fmt: skip
AUTHORED_QUESTION_WEIGHT = 2.5  # of each authored file; there are seven with questions
PAPERS_WEIGHT = 14.0  # of all papers together

MONO_TURKISH = ("commonvoice", "laws", "nutuk", "parlamint_sample", "ud_boun", "ud_kenet", "wiki_ner")
MONO_ENGLISH_LIMIT = 30000  # of each: only to see which English word pieces are in use
MONO_ENGLISH = ("openstax", "wikipedia_sample")


def read_training_data(
    folder: Path,
    *,
    papers: Sequence[Paper] = (),
    senses: Iterable[Sense] = (),
    papers_weight: float = PAPERS_WEIGHT,
    seed: int = 0,
) -> TrainingData:
    """Read everything under `folder` (pairs/, qa/, mono/, authored/; never eval/); same seed, same sample.

    `papers` and `senses` of a thesaurus are what comes along; `papers_weight` is that of all papers together.
    """
    rng = random.Random(seed)
    authored = [*_authored_pairs(folder / "authored"), *_glosses(senses)]
    general = [pair for name, limit in PAIR_LIMITS.items() for pair in sample(_pairs(folder, name), limit, rng)]
    sections = list(authored_sections(folder / "authored"))
    weights = {section.group: AUTHORED_QUESTION_WEIGHT for section in sections}
    for name, (limit, weight) in QUESTION_LIMITS.items():
        sections += _sections(folder / "qa" / f"{name}.jsonl.gz", limit, rng)
        weights[name] = weight
    paragraphs = list(paper_sections(papers))
    sections += paragraphs
    groups = {section.group for section in paragraphs}
    weights.update({group: papers_weight / len(groups) for group in groups})
    limits = {name: ALIGNED_LIMITS.get(name, sys.maxsize) for name in PAIR_LIMITS}
    aligned = [pair for name in limits for pair in sample(_pairs(folder, name), limits[name], random.Random(seed))]
    return TrainingData(
        authored=_distinct(authored),
        general=_distinct(general),
        aligned=_distinct(aligned),
        sections=sections,
        weights=weights,
        turkish=[line for name in MONO_TURKISH for line in lines(folder / "mono" / f"{name}.tr.txt.gz")],
        english=[
            line
            for name in MONO_ENGLISH
            for line in sample(lines(folder / "mono" / f"{name}.en.txt.gz"), MONO_ENGLISH_LIMIT, rng)
        ],
    )


def sample(items: Iterator[_Item], limit: int, rng: random.Random) -> list[_Item]:
    """All of the items if they are few enough, else `limit` of them."""
    found = list(items)
    return found if len(found) <= limit else rng.sample(found, limit)


def lines(path: Path) -> Iterator[str]:
    """Lines of a text file, gzipped or not, but for empty ones."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return (line for line in text.decode("utf-8").split("\n") if line)


def pairs_in(path: Path) -> Iterator[Pair]:
    """The translation pairs of a file, one a line, but for those that lack a side."""
    for line in lines(path):
        turkish, tab, english = line.partition("\t")
        if tab and turkish.strip() and english.strip():
            yield Pair(turkish.strip(), english.strip())


def _pairs(folder: Path, name: str) -> Iterator[Pair]:
    return pairs_in(folder / "pairs" / f"{name}.tsv.gz")


def _authored_pairs(folder: Path) -> Iterator[Pair]:
    for name in AUTHORED:
        yield from pairs_in(folder / f"{name}.sentences.tsv")
        yield from pairs_in(folder / f"{name}.terms.tsv")


def _glosses(senses: Iterable[Sense]) -> Iterator[Pair]:
    """A word with its synonyms, and all that English has for it."""
    for sense in senses:
        if sense.english:
            yield Pair(", ".join((sense.lemma, *sense.synonyms)), ", ".join(sense.english))


def _distinct(pairs: list[Pair]) -> list[Pair]:
    # One text twice in a batch would be a wrong negative of itself.
    seen_tr: set[str] = set()
    seen_en: set[str] = set()
    kept = []
    for pair in pairs:
        if pair.tr not in seen_tr and pair.en not in seen_en:
            seen_tr.add(pair.tr)
            seen_en.add(pair.en)
            kept.append(pair)
    return kept


def authored_sections(folder: Path) -> Iterator[Section]:
    """The project's own passages in both languages with their questions and answers, file by file."""
    for path in sorted(folder.glob("*.qa.jsonl")):
        group = path.name.partition(".")[0]
        answered = {row["line"]: row["answers"] for row in map(json.loads, lines(folder / f"{group}.answers.jsonl"))}
        for number, line in enumerate(lines(path)):
            row = json.loads(line)
            answers = [answer or {} for answer in answered[number]]
            yield Section(
                group=group,
                passages={"tr": row["passage_tr"], "en": row["passage_en"]},
                questions=tuple(row["questions"]),
                answers=tuple({lang: answer.get(lang) or "" for lang in ("tr", "en")} for answer in answers),
                kinds=tuple(answer.get("kind", "") for answer in answers),
            )


def _sections(path: Path, limit: int, rng: random.Random) -> list[Section]:
    """Rows of one file joined by `pid` (the same section in two languages) or by passage (many questions of one)."""
    passages: dict[str, dict[str, str]] = {}
    questions: dict[str, dict[str, list[str]]] = {}
    for line in lines(path):
        row = json.loads(line)
        key = row.get("pid") or row["passage"]
        if row["passage"] in passages.get(key, {}).values() and row.get("pid"):
            continue  # left untranslated
        passages.setdefault(key, {})[row["lang"]] = row["passage"]
        questions.setdefault(key, {}).setdefault(row["lang"], []).append(row["question"])
    keys = sample(iter(passages), limit, rng)
    return [Section(path.name.partition(".")[0], passages[key], _join(questions[key])) for key in keys]


def _join(questions: dict[str, list[str]]) -> tuple[dict[str, str], ...]:
    count = max(map(len, questions.values()))
    return tuple({lang: texts[i] for lang, texts in questions.items() if i < len(texts)} for i in range(count))
