"""Fits the span model of `service.reading` to authored answers and to papers: python -m eval.fitting_spans --data DIR.

Two thirds of the passages are fitted on; the last third tells what the weights are worth (token F1, Turkish folding).
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from eval.answers import token_f1
from eval.span_examples import Example, read_examples
from eval.span_model import Case, SpanModel
from index.embedders import BUNDLED, load_embedder
from index.training.papers import read_papers
from service.reading.phrases import find_phrases
from service.reading.scoring import LENGTHS, WEIGHTS, features, load_weights
from service.reading.spans import short_answer
from service.reading.tokens import read_tokens
from service.reading.understanding import understand

_LONGEST = 90  # words of a text to fit on


def fit_spans(examples: Sequence[Example], out: Path = WEIGHTS) -> None:
    """Fit the weights on the examples that are not held out and write them, by language of the text and kind of answer."""
    stored = {}
    for language in ("tr", "en"):
        cases = [case for example in examples if example.language == language for case in _cases(example)]
        stored[language] = SpanModel([case.kind for case in cases]).fitted(cases)
    out.write_text(json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    load_weights.cache_clear()


def _cases(example: Example) -> Iterator[Case]:
    """The example with its own sentences alone, and with a neighbour before or behind, as the reader may give them."""
    if example.held_out:
        return
    asked = understand(example.question, example.question_language)
    for neighbours in (0, random.Random(example.question).choice((-1, 1))):
        text, (start, end), words = example.reading(neighbours)
        tokens = read_tokens(asked, text, words, example.language)
        inside = [i for i, token in enumerate(tokens) if token.start < end and start < token.end]
        if not inside or len(tokens) > _LONGEST or len(inside) > LENGTHS:
            continue
        phrases = find_phrases(asked, text, tokens, example.language)
        yield Case(asked.kind, features(asked, tokens, phrases, example.language), phrases, inside[0], inside[-1])


def report(examples: Sequence[Example]) -> Iterator[str]:
    """Mean token F1 on the held-out third, by languages of question and text and by kind, with counts."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for example in examples:
        if example.held_out:
            asked = understand(example.question, example.question_language)
            for name, neighbours in (("", 0), (" with the next sentence", 1)):
                text, (start, end), words = example.reading(neighbours)
                short = short_answer(asked, text, words)
                f1 = token_f1(text[short.start : short.end], [text[start:end]]) if short else 0.0
                pair = f"{example.question_language}->{example.language}{name}"
                found[pair, "all"].append(f1)
                found[pair, example.kind].append(f1)
    for (pair, kind), values in sorted(found.items()):
        yield f"{pair:32} {kind:14} {100 * float(np.mean(values)):5.1f}  n={len(values)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting_spans", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with *.qa.jsonl and *.answers.jsonl")
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, metavar="JSON", help="where the weights go (default: the service's)"
    )
    options = parser.parse_args(arguments)
    read = partial(read_examples, options.data, load_embedder(BUNDLED), papers=read_papers())
    fit_spans(list(read(held_out=False)), options.out)
    # Only now: the cross-encoder reads every sentence of these, which takes far longer than the fit.
    print("\n".join(report(list(read(held_out=True)))))


if __name__ == "__main__":
    main()
