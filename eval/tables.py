"""Figures as tables: on the terminal and in Markdown."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.table import Table

from eval.catalogue import BY_NAME, MEASURES, Measure, said_p
from eval.compare import Comparison
from eval.summary import BADLY_TYPED, CLEAN, NAMES, Group, Summary
from eval.types import Estimate


def summary_table(summary: Summary, title: str) -> Table:
    """All measures; a column for each language, clean and badly typed."""
    groups = [group for group in summary.groups if group.style in (CLEAN, BADLY_TYPED)]
    table = _table(title, ["", *(f"{NAMES[group.language]}, {group.style}: {group.questions}" for group in groups)])
    told = [measure for measure in MEASURES if any(measure.name in group.measures for group in groups)]
    for family, measures in groupby(told, key=lambda measure: measure.family):
        table.add_section()
        table.add_row(f"[dim]{family}[/dim]")
        for measure in measures:
            table.add_row(measure.title, *(_cell(group.measures.get(measure.name), measure, group) for group in groups))
    return table


def gap_table(summary: Summary) -> Table | None:
    """What bad typing and the other language cost on the same facts; None where no fact was asked in two ways."""
    gaps = {f"{NAMES[language]}, clean minus badly typed": of for language, of in summary.robustness.items()}
    gaps |= {"Turkish minus English": summary.language_gap} if summary.language_gap else {}
    if not gaps:
        return None
    table = _table("On the same facts", ["difference", *gaps])
    for measure in MEASURES:
        if measure.opens and any(measure.name in of for of in gaps.values()):
            table.add_row(measure.title, *(_gap(of.get(measure.name), measure) for of in gaps.values()))
    return table


def time_table(summary: Summary) -> Table:
    """Median and 95th percentile of each stage, in milliseconds, by language."""
    table = _table("Milliseconds a question: median / 95th percentile", ["", *(NAMES[of] for of in summary.stages)])
    for stage in dict.fromkeys(stage for stages in summary.stages.values() for stage in stages):
        told = [stages.get(stage) for stages in summary.stages.values()]
        table.add_row(stage, *(f"{times[0]:.1f} / {times[1]:.1f}" if times else "" for times in told))
    return table


def comparison_table(comparisons: Iterable[Comparison], title: str) -> Table:
    """The comparisons of one run with the first, under their language and manner of asking."""
    table = _table(title, ["", "questions", "first", "this", "difference (95%)", "p (Holm)"])
    for (language, style), found in groupby(comparisons, key=lambda one: (one.language, one.style)):
        table.add_section()
        table.add_row(f"[dim]{NAMES[language]}, {style}[/dim]")
        for one in found:
            measure, gap = BY_NAME[one.measure], one.difference
            difference = f"{measure.gap(gap.value)} ({measure.gap(gap.low)}, {measure.gap(gap.high)})"
            figures = (measure.figure(one.old.value), measure.figure(one.new.value), difference, said_p(one.p_holm))
            table.add_row(measure.title, str(gap.count), *figures)
    return table


def markdown_tables(summary: Summary) -> str:
    """A Markdown table a language: measures by manner of asking, with intervals and counts."""
    parts = []
    for language, name in NAMES.items():
        groups = [group for group in summary.groups if group.language == language]
        if groups:
            head = [name, *(f"{group.style} ({group.questions})" for group in groups)]
            told = [measure for measure in MEASURES if any(measure.name in group.measures for group in groups)]
            rows = [[m.title, *(_cell(group.measures.get(m.name), m, group) for group in groups)] for m in told]
            parts.append("\n".join(_markdown_row(row) for row in [head, ["---"] * len(head), *rows]))
    return "\n\n".join(parts) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(estimate: Estimate | None, measure: Measure, group: Group) -> str:
    """Value and interval, with the count where it is not the group's."""
    if estimate is None:
        return ""
    count = f" of {estimate.count}" if estimate.count != group.questions else ""
    return f"{measure.figure(estimate.value)} ({measure.interval(estimate)}){count}"


def _gap(estimate: Estimate | None, measure: Measure) -> str:
    if estimate is None:
        return ""
    low, high = measure.gap(estimate.low), measure.gap(estimate.high)
    return f"{measure.gap(estimate.value)} ({low}, {high}) of {estimate.count}"


def _table(title: str, headings: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading)
    return table
