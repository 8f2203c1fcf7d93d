"""`kaynak eval` and `kaynak bench` on the command line; what runs them is imported with them."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.cli import Commands, add_data_option, settings_from

_BASELINE = Path(__file__).resolve().parent / "data" / "seeds" / "baseline.json"
# Named here too, as what reads and writes them is loaded with the command alone.
_IMPORTED = "beir, csv, feedback, squad"
_EXPORTED = "beir, csv, squad, trec"


def add_eval(commands: Commands) -> None:
    """Add `kaynak eval` and what it can measure."""
    parser = commands.add_parser("eval", help="measure the shipped pipeline", description="Measure the shipped pipeline.")
    measures = parser.add_subparsers(required=True, metavar="WHAT", parser_class=type(parser))
    _add_run(measures)
    _add_report(measures)
    _add_compare(measures)
    _add_ablate(measures)
    _add_baseline(measures)
    _add_retrieval(measures)
    _add_trec(measures)
    _add_sentences(measures)
    _add_files(measures)


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


def _add(measures: Commands, name: str, tells: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = measures.add_parser(name, help=tells, description=f"{tells[0].upper()}{tells[1:]}.")
    parser.set_defaults(run=run)
    return parser


def _add_run(measures: Commands) -> None:
    parser = _add(measures, "run", "ask gold questions and print every figure, each language apart", _run)
    _add_selection(parser, split="test")
    parser.add_argument("--gate", action="store_true", help="fail if it may be worse than the baseline by the margin")
    parser.add_argument(
        "--baseline", type=Path, default=_BASELINE, metavar="FILE", help="for --gate (default: the one kept)"
    )


def _add_report(measures: Commands) -> None:
    parser = _add(measures, "report", "write runs as HTML, Markdown, JSON and JUnit XML", _report)
    parser.add_argument("runs", nargs="*", metavar="RUN", help="ids or folders of runs (default: the newest)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where to write (default: the first run's own folder)")
    add_data_option(parser)


def _add_compare(measures: Commands) -> None:
    parser = _add(measures, "compare", "compare runs with the first of them, question by question", _compare)
    parser.add_argument("first", metavar="RUN", help="id or folder of the run to compare with")
    parser.add_argument("others", nargs="+", metavar="RUN", help="ids or folders of the runs to compare with it")
    add_data_option(parser)


def _add_ablate(measures: Commands) -> None:
    parser = _add(measures, "ablate", "change one part of the pipeline at a time and print what it is worth", _ablate)
    _add_selection(parser, split="dev")


def _add_baseline(measures: Commands) -> None:
    parser = _add(measures, "baseline", "hold later runs to the figures of now", _write_baseline)
    _add_selection(parser, split="test")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="what changed, and why the new figures are right")
    parser.add_argument(
        "--baseline", type=Path, default=_BASELINE, metavar="FILE", help="where to write (default: the one kept)"
    )


def _add_retrieval(measures: Commands) -> None:
    parser = _add(measures, "retrieval", "any BEIR collection through the shipped pipeline, as a TREC run", _retrieval)
    parts = "corpus.jsonl, queries.jsonl, qrels/test.tsv"
    parser.add_argument("--dataset", type=Path, required=True, metavar="DIR", help=parts)
    parser.add_argument(
        "--run", dest="run_path", type=Path, required=True, metavar="OUT.trec", help="where the run is written"
    )
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="write the figures to a file as well")
    _add_encoder_option(parser)


def _add_trec(measures: Commands) -> None:
    parser = _add(measures, "trec", "TREC runs of any system against qrels, and each run against the first", _trec)
    parser.add_argument("--qrels", type=Path, required=True, metavar="FILE", help="judgements: question, 0, document, gain")
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN.trec", help="question, Q0, document, rank, score, tag")


def _add_sentences(measures: Commands) -> None:
    parser = _add(measures, "sentences", "F1 of sentence boundaries on labelled sentences, by language", _sentences)
    parser.add_argument("--failures", action="store_true", help="list the snippets with wrong boundaries")


def _add_files(measures: Commands) -> None:
    parser = _add(measures, "init", "write a commented table for your own questions and expected answers", _init)
    parser.add_argument("path", type=Path, metavar="OUT.csv", help="where the table is written")
    parser = _add(measures, "import", "questions from a file of another tool", _import)
    parser.add_argument("--format", required=True, metavar="NAME", help=f"one of {_IMPORTED}")
    parser.add_argument("--language", choices=("tr", "en"), help="of the questions (default: guessed)")
    add_data_option(parser)
    parser.add_argument("source", type=Path, metavar="IN", help="the file or folder to read")
    parser.add_argument("target", type=Path, metavar="OUT.jsonl", help="where the questions are written")
    parser = _add(measures, "export", "questions to a file of another tool", _export)
    parser.add_argument("--format", required=True, metavar="NAME", help=f"one of {_EXPORTED}")
    parser.add_argument("--documents", type=Path, metavar="DIR", help="what they are about (default: the five documents)")
    parser.add_argument("source", type=Path, metavar="IN.jsonl", help="the questions to read")
    parser.add_argument("target", type=Path, metavar="OUT", help="the file or folder to write")


def _add_selection(parser: argparse.ArgumentParser, *, split: str) -> None:
    about = "questions: our JSON-lines, or a CSV as `init` writes it (default: those on the five documents)"
    parser.add_argument("--dataset", type=Path, metavar="FILE", help=about)
    where = "index these and ask them (default: for your own questions the index in --data)"
    parser.add_argument("--documents", type=Path, nargs="+", default=[], metavar="PATH", help=where)
    parser.add_argument("--split", choices=("dev", "test", "all"), default=split, help=f"(default: {split})")
    _add_encoder_option(parser, default="the one that ships; for an index in --data its own")
    add_data_option(parser)


def _add_encoder_option(parser: argparse.ArgumentParser, *, default: str = "the one that ships") -> None:
    parser.add_argument("--encoder", metavar="NAME", help=f"encoder to measure with (default: {default})")


def _run(arguments: argparse.Namespace) -> int:
    from eval.commands import run_run

    gate = arguments.baseline if arguments.gate else None
    return run_run(settings_from(arguments), **_selection(arguments), gate=gate)


def _report(arguments: argparse.Namespace) -> int:
    from eval.commands import run_report

    return run_report(settings_from(arguments), arguments.runs, arguments.output)


def _compare(arguments: argparse.Namespace) -> int:
    from eval.commands import run_compare

    return run_compare(settings_from(arguments), [arguments.first, *arguments.others])


def _ablate(arguments: argparse.Namespace) -> int:
    from eval.commands import run_ablate

    return run_ablate(settings_from(arguments), **_selection(arguments))


def _write_baseline(arguments: argparse.Namespace) -> int:
    from eval.commands import run_baseline

    chosen = _selection(arguments)
    return run_baseline(settings_from(arguments), **chosen, path=arguments.baseline, reason=arguments.reason)


def _retrieval(arguments: argparse.Namespace) -> int:
    from eval.retrieval import run_retrieval

    return run_retrieval(settings_from(arguments), arguments.dataset, arguments.run_path, arguments.json)


def _trec(arguments: argparse.Namespace) -> int:
    from eval.trec import run_trec

    return run_trec(arguments.qrels, arguments.runs)


def _sentences(arguments: argparse.Namespace) -> int:
    from eval.commands import run_sentences

    return run_sentences(failures=arguments.failures)


def _init(arguments: argparse.Namespace) -> int:
    from eval.exchange import run_init

    return run_init(arguments.path)


def _import(arguments: argparse.Namespace) -> int:
    from eval.exchange import run_import

    given = {"language": arguments.language, "data": settings_from(arguments).data}
    return run_import(arguments.format, arguments.source, arguments.target, **given)


def _export(arguments: argparse.Namespace) -> int:
    from eval.exchange import run_export

    return run_export(arguments.format, arguments.source, arguments.target, documents=arguments.documents)


def _bench(arguments: argparse.Namespace) -> int:
    from eval.bench import run_bench

    return run_bench(settings_from(arguments), passages=arguments.passages, report=arguments.json)


def _selection(arguments: argparse.Namespace) -> dict[str, Any]:
    return {"dataset": arguments.dataset, "documents": arguments.documents, "split": arguments.split}
