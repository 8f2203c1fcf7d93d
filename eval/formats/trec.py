"""TREC runs and qrels, the files that trec_eval and ir_measures read.

Columns are parted by blanks, so a blank inside an id is written as in a URL (%20) and read back as a blank; so is a
percent sign that could be taken for such a code.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from eval.faults import Faults, read_lines
from eval.ranking import rank
from eval.writing import whole_file

Run = dict[str, list[tuple[str, float]]]
"""Question id -> document ids with scores, best first."""

Qrels = dict[str, dict[str, int]]
"""Question id -> judged document ids with their gains; below 1 is judged and not relevant."""

_TO_ENCODE = re.compile(r"\s|%(?=[0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def write_run(run: Mapping[str, Iterable[tuple[str, float]]], path: Path, tag: str) -> None:
    """Write question, Q0, document, rank, score, tag; in the order in which trec_eval ranks those scores."""
    lines = []
    for query, found in run.items():
        scores = dict(found)
        for place, document in enumerate(rank(scores), start=1):
            lines.append(f"{encode(query)} Q0 {encode(document)} {place} {float(scores[document])!r} {encode(tag)}\n")
    _write(lines, path)


def read_run(path: Path, *, queries: Collection[str] = ()) -> Run:
    """Read a run; its order is that of the scores, as trec_eval has it.

    Raises DatasetError naming every line that is none, document ranked twice, missing rank, and question of `queries`
    without an answer.
    """
    faults = Faults()
    scores: dict[str, dict[str, float]] = {}
    ranks: dict[str, list[int]] = {}
    for line, text in read_lines(path):
        columns = text.split()
        if len(columns) != 6 or not columns[3].isdigit() or not _is_number(columns[4]):
            faults.add(path, line, f"question, Q0, document, rank, score and tag are needed, here is {text[:60]}")
            continue
        query, document = decode(columns[0]), decode(columns[2])
        if document in scores.setdefault(query, {}):
            faults.add(path, line, f"{document} is ranked twice for {query}")
        scores[query][document] = float(columns[4])
        ranks.setdefault(query, []).append(int(columns[3]))
    for query, found in ranks.items():
        first = min(found)  # ranks count from 0 or from 1
        for missing in sorted(set(range(min(first, 1), max(found))) - set(found)):
            faults.add(path, query, f"rank {missing} is missing")
    for query in queries:
        if query not in scores:
            faults.add(path, query, "the question has no answer in this run")
    faults.check()
    return {query: [(document, found[document]) for document in rank(found)] for query, found in scores.items()}


def write_qrels(qrels: Mapping[str, Mapping[str, int]], path: Path) -> None:
    """Write question, 0, document, gain."""
    _write(
        [
            f"{encode(query)} 0 {encode(document)} {gain}\n"
            for query, gains in qrels.items()
            for document, gain in gains.items()
        ],
        path,
    )


def read_qrels(path: Path) -> Qrels:
    """Read qrels; raises DatasetError naming every line that is none and every pair judged twice."""
    faults = Faults()
    qrels: Qrels = {}
    for line, text in read_lines(path):
        columns = text.split()
        if len(columns) != 4 or not _is_integer(columns[3]):
            faults.add(path, line, f"question, 0, document and a whole gain are needed, here is {text[:60]}")
            continue
        add_judgement(qrels, (decode(columns[0]), decode(columns[2]), int(columns[3])), faults, path, line)
    faults.check()
    return qrels


def add_judgement(qrels: Qrels, judgement: tuple[str, str, int], faults: Faults, path: Path, line: int) -> None:
    """Add question, document and gain, or note that the pair was judged before."""
    query, document, gain = judgement
    if document in qrels.setdefault(query, {}):
        faults.add(path, line, f"{document} is judged twice for {query}")
    qrels[query][document] = gain


def encode(identifier: str) -> str:
    """An id that is one column, as in a URL where it has blanks."""
    return _TO_ENCODE.sub(lambda match: quote(match.group(), safe=""), identifier)


def decode(column: str) -> str:
    """The id that `encode` made a column of."""
    return _ENCODED.sub(lambda match: unquote(match.group()), column)


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def _is_integer(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _write(lines: Sequence[str], path: Path) -> None:
    with whole_file(path) as half:
        half.write_text("".join(lines), encoding="utf-8")
