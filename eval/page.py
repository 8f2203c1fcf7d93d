"""Runs as one HTML page that needs nothing else: read offline, on a phone, in light or dark."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.catalogue import BY_NAME, said_p
from eval.compare import compare_runs
from eval.diagnosis import VERDICTS
from eval.runs import StoredRun
from eval.summary import CLEAN, NAMES
from eval.views import view_of

_STATIC = Path(__file__).resolve().parent / "static"


def render_page(runs: Sequence[StoredRun]) -> str:
    """The page of one run or more; several are compared with the first. Raises NotComparable."""
    environment = Environment(
        loader=FileSystemLoader(_STATIC), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    compared = [one for one in compare_runs(runs[0], runs[1:]) if one.style == CLEAN and BY_NAME[one.measure].opens]
    return environment.get_template("report.html.jinja").render(
        views=[view_of(stored) for stored in runs],
        compared=[(*key, list(found)) for key, found in groupby(compared, key=lambda one: (one.run, one.language))],
        by_name=BY_NAME,
        said_p=said_p,
        names=NAMES,
        verdicts=VERDICTS,
        style=Markup(_STATIC.joinpath("report.css").read_text(encoding="utf-8")),
        script=Markup(_STATIC.joinpath("report.js").read_text(encoding="utf-8")),
    )
