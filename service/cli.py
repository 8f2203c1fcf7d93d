"""The command line: `kaynak build | ask | serve | feedback`, and what other packages add to it."""

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from pydantic import ValidationError

from corpus.errors import KaynakError
from service.errors import UsageError
from service.settings import Settings

_FLOOR = Settings.model_fields["accuracy_floor"].default
_EPILOG = (
    "--data, --encoder, --passage-size, --passage-overlap, --host and --port can be set in the environment: KAYNAK_DATA and "
    f"so on; there alone KAYNAK_ACCURACY_FLOOR, the share of the answers given that should be right (default: {_FLOOR})."
)
_ORIGINS = "Pages of other sites may ask where KAYNAK_ALLOWED_ORIGINS names them: https://example.org,https://example.com"

Commands: TypeAlias = "argparse._SubParsersAction[Any]"


class _Parser(argparse.ArgumentParser):
    """One line on stderr for a wrong call, instead of the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


# Read by numpy and torch when they are loaded, so set before. A question is too little work to share out: with several
# BLAS threads its small products take ten times as long as with one, and threads that wait busily starve the others.
_THREADING = {"OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "TOKENIZERS_PARALLELISM": "true"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Errors are one line on stderr that says the next step."""
    for name, value in _THREADING.items():
        os.environ.setdefault(name, value)
    warnings.showwarning = _show_warning
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except KaynakError as error:
        print(f"kaynak: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has left (`| head`); nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"kaynak: warning: {message}", file=sys.stderr)


def settings_from(arguments: argparse.Namespace) -> Settings:
    """Settings of the environment, overruled by the options that were given."""
    given = {name: getattr(arguments, name, None) for name in Settings.model_fields}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}") from error


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """The option that every command shares."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="data directory (KAYNAK_DATA, default: var)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kaynak", description="Cited answers from your documents, in Turkish and English.", epilog=_EPILOG)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _add_build(commands)
    _add_ask(commands)
    _add_serve(commands)
    _add_feedback(commands)
    for point in sorted(entry_points(group="kaynak.commands"), key=lambda point: point.name):
        point.load()(commands)
    return parser


def _add_build(commands: Commands) -> None:
    parser = commands.add_parser(
        "build", help="bring the index in line with documents", description="Bring the index in line with documents."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files and folders (default: those of the last build, at first the five that come along)",
    )
    add_data_option(parser)
    parser.add_argument("--encoder", metavar="NAME", help="a sentence-transformers model by name or folder, or `hashing`")
    size, overlap = "characters of a passage", "sentences repeated between passages"
    parser.add_argument("--passage-size", type=int, metavar="N", help=f"{size} (default: the index's own, else 900)")
    parser.add_argument("--passage-overlap", type=int, metavar="N", help=f"{overlap} (default: the index's own, else 1)")
    parser.set_defaults(run=_build)


def _add_ask(commands: Commands) -> None:
    parser = commands.add_parser("ask", help="ask a question", description="Ask a question; the answer is cited.")
    parser.add_argument("question", help="the question, in Turkish or English")
    parser.add_argument("--json", action="store_true", help="print what POST /v1/ask gives")
    parser.add_argument("--top-k", type=int, default=5, metavar="N", help="passages to cite, 1 to 50 (default: 5)")
    parser.add_argument("--language", choices=("tr", "en"), help="language of the question (default: guessed)")
    parser.add_argument("--explain", action="store_true", help="say what spoke for the answer and each passage")
    add_data_option(parser)
    parser.set_defaults(run=_ask)


def _add_serve(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve", help="answer over HTTP", description="Answer questions over HTTP.", epilog=_ORIGINS
    )
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on, 0 for any (default: 8000)")
    add_data_option(parser)
    parser.set_defaults(run=_serve)


def _add_feedback(commands: Commands) -> None:
    parser = commands.add_parser(
        "feedback",
        help="what readers thought of answers",
        description="List the thumbs that readers gave, newest first, with their reasons.",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print them as JSON")
    form.add_argument("--export", type=Path, metavar="FILE", help="write them as evaluation records, one JSON object a line")
    add_data_option(parser)
    parser.set_defaults(run=_feedback)


# What runs a command is imported with it, so that `kaynak --help` loads no index and no web framework.


def _build(arguments: argparse.Namespace) -> int:
    from service.commands import run_build

    return run_build(settings_from(arguments), arguments.paths)


def _ask(arguments: argparse.Namespace) -> int:
    from service.commands import run_ask

    question, top_k, language = arguments.question, arguments.top_k, arguments.language
    given = {"top_k": top_k, "language": language, "as_json": arguments.json, "explain": arguments.explain}
    return run_ask(settings_from(arguments), question, **given)


def _serve(arguments: argparse.Namespace) -> int:
    from service.serving import run_serve

    return run_serve(settings_from(arguments))


def _feedback(arguments: argparse.Namespace) -> int:
    from service.feedback_commands import run_feedback

    return run_feedback(settings_from(arguments), as_json=arguments.json, export=arguments.export)
