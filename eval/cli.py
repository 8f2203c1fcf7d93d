"""`kaynak eval` and `kaynak bench` on the command line; what runs them is imported with them."""

import argparse
from pathlib import Path

from service.cli import Commands, add_data_option, settings_from


def add_eval(commands: Commands) -> None:
    """Add `kaynak eval` and what it can measure."""
    parser = commands.add_parser("eval", help="measure the shipped pipeline", description="Measure the shipped pipeline.")
    measures = parser.add_subparsers(required=True, metavar="MEASURE", parser_class=type(parser))
    questions = measures.add_parser("questions", help="success@k of gold questions on the five documents, by language")
    _add_encoder_option(questions)
    questions.add_argument("--failures", action="store_true", help="list the questions whose evidence is not in the first 5")
    questions.set_defaults(run=_questions)
    retrieval = measures.add_parser("retrieval", help="any BEIR collection through the shipped pipeline, as a TREC run")
    retrieval.add_argument(
        "--dataset", type=Path, required=True, metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels/test.tsv"
    )
    retrieval.add_argument(
        "--run", dest="run_path", type=Path, required=True, metavar="OUT.trec", help="where the run is written"
    )
    retrieval.add_argument("--json", type=Path, metavar="OUT.json", help="write the figures to a file as well")
    _add_encoder_option(retrieval)
    retrieval.set_defaults(run=_retrieval)
    sentences = measures.add_parser("sentences", help="F1 of sentence boundaries on labelled sentences, by language")
    sentences.add_argument("--failures", action="store_true", help="list the snippets with wrong boundaries")
    sentences.set_defaults(run=_sentences)


def add_bench(commands: Commands) -> None:
    """Add `kaynak bench`."""
    parser = commands.add_parser(
        "bench",
        help="measure speed and size",
        description="Measure speed and size on the five documents and on a synthetic collection, built once and kept.",
    )
    size = "passages of the synthetic collection, about (default: 100000; 0 for none)"
    parser.add_argument("--passages", type=int, default=100_000, metavar="N", help=size)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    _add_encoder_option(parser)
    add_data_option(parser)
    parser.set_defaults(run=_bench)


def _add_encoder_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--encoder", metavar="NAME", help="encoder to measure with (default: the one that ships)")


def _questions(arguments: argparse.Namespace) -> int:
    from eval.commands import run_questions

    return run_questions(settings_from(arguments), failures=arguments.failures)


def _retrieval(arguments: argparse.Namespace) -> int:
    from eval.commands import run_retrieval

    return run_retrieval(settings_from(arguments), arguments.dataset, arguments.run_path, arguments.json)


def _sentences(arguments: argparse.Namespace) -> int:
    from eval.commands import run_sentences

    return run_sentences(failures=arguments.failures)


def _bench(arguments: argparse.Namespace) -> int:
    from eval.bench import run_bench

    return run_bench(settings_from(arguments), passages=arguments.passages, report=arguments.json)
