"""What `kaynak build` and `kaynak ask` do."""

import sys
from pathlib import Path

from pydantic import ValidationError

from corpus.types import Chunking, Language
from index.building import BuildReport, build
from index.history import last_built
from service.bootstrap import build_pipeline, chunking_for_build, encoder_for_build
from service.errors import UsageError
from service.presenting import present_answer
from service.schemas import AskRequest
from service.settings import DOCUMENTS, Settings
from service.terminal import build_progress, show_answer, show_explanation

_NAMED = 5  # documents named in the summary


def run_build(settings: Settings, paths: list[Path]) -> int:
    """Build, say what changed, and name every file that was skipped; 1 if there was one.

    Without paths, what the index was built from before is brought up to date; at first, the documents that come along.
    """
    chunking, known = last_built(settings.data) or (Chunking(), [DOCUMENTS])
    if not paths and not known:
        raise UsageError(
            f"what the index in {settings.data} was built from cannot be read any more: name its files and folders"
        )
    with build_progress() as progress:
        report = build(
            settings.data,
            paths or known,
            encoder=lambda made_with: encoder_for_build(settings, made_with),
            chunking=chunking_for_build(settings, chunking),
            progress=progress,
        )
    print(_summary(report))
    for remark in report.changes.remarks:
        print(f"  {remark}")
    for error in report.changes.skipped:
        print(f"kaynak: skipped {error}", file=sys.stderr)
    return 1 if report.changes.skipped else 0


def run_ask(
    settings: Settings, question: str, *, top_k: int, language: Language | None, as_json: bool, explain: bool
) -> int:
    """Answer one question on the terminal; `explain` adds what spoke for it."""
    try:
        request = AskRequest(question=question, top_k=top_k, language=language)
    except ValidationError as error:
        fault = error.errors()[0]
        raise UsageError(f"{fault['loc'][0]}: {str(fault['msg']).removeprefix('Value error, ')}") from error
    pipeline = build_pipeline(settings)
    try:
        answer = pipeline.answer(request.question, language=request.language, top_k=request.top_k)
    finally:
        pipeline.index.close()
    if as_json:
        print(present_answer(answer, explain=explain).model_dump_json(indent=2))
        return 0
    show_answer(answer)
    if explain:
        show_explanation(answer)
    return 0


def _summary(report: BuildReport) -> str:
    changes = report.changes
    counts = {"added": changes.added, "updated": changes.updated, "removed": changes.removed}
    said = ", ".join(f"{len(ids)} {what} ({_some(ids)})" for what, ids in counts.items() if ids)
    state = f"documents {report.documents}, passages {report.passages}, encoder {report.encoder}"
    if not report.changed:
        return f"unchanged: {state}"
    return f"built: {state}" + (f"; {said}" if said else "") + f"; {report.encoded} passages encoded"


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:_NAMED]) + (f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else "")
