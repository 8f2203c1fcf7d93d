"""What the pages show beyond answers: a document's reading view and passages, stored evaluations, the status."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request

from service import evaluations, feedback
from service.document_view import present_passages, present_view
from service.errors import FeedbackUnusable
from service.page_schemas import EvaluationDetail, EvaluationList, FeedbackOut, PassageList, StatusOut, ViewOut
from service.recorder import Recorder
from service.routes import Live, problems_of, record_of
from service.schemas import IndexOut

router = APIRouter()


@router.get("/v1/documents/{document_id}/view", responses=problems_of(404, 422), tags=["documents"])
def document_view(document_id: str, pipeline: Live) -> ViewOut:
    """A document as a reader reads it, in spans of its raw text."""
    return present_view(record_of(pipeline, document_id), pipeline.index)


@router.get("/v1/documents/{document_id}/passages", responses=problems_of(404, 422), tags=["documents"])
def document_passages(document_id: str, pipeline: Live) -> PassageList:
    """A document's passages."""
    return present_passages(record_of(pipeline, document_id), pipeline.index)


@router.get("/v1/evaluations", tags=["evaluations"])
def evaluation_runs(request: Request) -> EvaluationList:
    """Stored evaluation runs, newest first."""
    return EvaluationList(runs=evaluations.list_runs(request.app.state.data))


@router.get("/v1/evaluations/{run_id}", responses=problems_of(404, 422), tags=["evaluations"])
def evaluation_run(run_id: str, request: Request, offset: Annotated[int, Query(ge=0, le=10**9)] = 0) -> EvaluationDetail:
    """A stored run with the outcome of each question."""
    return evaluations.read_run(request.app.state.data, run_id, offset=offset)


@router.get("/v1/status", responses=problems_of(503), tags=["probes"])
def status(request: Request, pipeline: Live) -> StatusOut:
    """State of the index and encoder, and how long recent questions took."""
    state, index = request.app.state, pipeline.index
    recorder: Recorder = state.recorder
    manifest = index.manifest
    return StatusOut(
        status="fault" if state.live.fault else "ready",
        version=version("kaynak"),
        uptime_s=round(recorder.uptime, 1),
        index=IndexOut(generation=index.generation, encoder=manifest.encoder.name),
        dimensions=manifest.encoder.dimensions,
        token_dimensions=manifest.encoder.token_dimensions,
        passage_size=manifest.chunking.size,
        passage_overlap=manifest.chunking.overlap,
        segments=len(index.segments),
        documents=len(index.records),
        passages=len(index.shown),
        characters=sum(record.characters for record in index.records.values()),
        fault=state.live.fault or None,
        recent=recorder.summary(),
        feedback=_feedback(state.data),
    )


def _feedback(data: Path) -> FeedbackOut | None:
    """None where the judgements cannot be read: the status of all else is still worth telling."""
    try:
        return FeedbackOut(**feedback.counts(data))
    except FeedbackUnusable:
        return None
