"""Reports of runs as files: HTML for people, Markdown for documents, JSON for programs, JUnit XML for build servers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

from eval.compare import compare_runs
from eval.diagnosis import GOOD, VERDICTS, faults, verdict
from eval.page import render_page
from eval.runs import StoredRun
from eval.summary import summarise
from eval.tables import markdown_tables
from eval.writing import whole_file


def write_reports(runs: Sequence[StoredRun], folder: Path) -> list[Path]:
    """Write `report` in every form into a folder, made if it is not there; returns the paths. Raises NotComparable."""
    written = {folder / f"report.{suffix}": render(runs) for suffix, render in REPORTS.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in written.items():
        with whole_file(path) as half:
            half.write_text(content, encoding="utf-8")
    return list(written)


def render_markdown(runs: Sequence[StoredRun]) -> str:
    """A section a run: what it was made of, and a table a language."""
    parts = []
    for stored in runs:
        info = stored.info
        asked = f"{len(stored.questions)} questions ({info.dataset}, {info.split})"
        made = f"{asked}, encoder {info.index['encoder']}, {info.created}"
        parts.append(f"## {info.id}\n\n{made}\n\n{markdown_tables(summarise(stored))}")
    return "\n".join(parts)


def render_json(runs: Sequence[StoredRun]) -> str:
    """What each run was made of, its figures, its scores by question, and how the others differ from the first."""
    content = {
        "runs": [
            {"info": asdict(stored.info), "summary": asdict(summarise(stored)), "scores": stored.by_id} for stored in runs
        ],
        "comparisons": [asdict(comparison) for comparison in compare_runs(runs[0], runs[1:])],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def render_junit(runs: Sequence[StoredRun]) -> str:
    """A suite a run and language, a case a question; a question that did not end as it should is a failure."""
    root = ElementTree.Element("testsuites")
    for stored in runs:
        rows = list(zip(stored.questions, stored.run.outcomes, stored.scores, strict=True))
        for language in dict.fromkeys(question.language for question in stored.questions):
            suite = ElementTree.SubElement(root, "testsuite", name=f"{stored.info.id} {language}")
            own = [row for row in rows if row[0].language == language]
            for question, outcome, scores in own:
                seconds = f"{outcome.timings_ms.get('total', 0.0) / 1000:.4f}"
                case = ElementTree.SubElement(suite, "testcase", classname=language, name=question.id, time=seconds)
                ended = verdict(question, outcome, scores)
                if ended not in GOOD:
                    failure = ElementTree.SubElement(case, "failure", message=VERDICTS[ended])
                    failure.text = _sayable("\n".join([question.question, *faults(question, outcome, scores)]))
            failed = len(suite.findall("testcase/failure"))
            suite.attrib |= {"tests": str(len(own)), "failures": str(failed)}
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _sayable(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


REPORTS: dict[str, Callable[[Sequence[StoredRun]], str]] = {
    "html": render_page,
    "md": render_markdown,
    "json": render_json,
    "xml": render_junit,
}
