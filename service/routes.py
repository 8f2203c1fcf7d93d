"""The HTTP contract: /v1 and the probes."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from index.errors import UnknownDocument
from index.types import DocumentRecord
from service.bootstrap import LivePipeline
from service.pipeline import Pipeline
from service.presenting import present_answer, present_document, present_listed, present_search
from service.problems import MEDIA_TYPE
from service.schemas import (
    AskRequest,
    AskResponse,
    DocumentDetail,
    DocumentList,
    Health,
    IndexOut,
    Problem,
    SearchResponse,
)  # fmt: skip

_PAGE = 100  # documents listed at a time


def problems_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of errors with these statuses."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": "Problem details (RFC 9457)", "content": content} for status in statuses}


def live_pipeline(request: Request) -> Pipeline:
    """The pipeline of the newest state."""
    live: LivePipeline = request.app.state.live
    return live.now()


Live = Annotated[Pipeline, Depends(live_pipeline)]
router = APIRouter()


@router.post("/v1/ask", responses=problems_of(400, 404, 422), tags=["answers"])
def ask(request: Request, body: AskRequest, pipeline: Live) -> AskResponse:
    """Answer a question with cited passages, or say why not."""
    answer = pipeline.answer(body.question, language=body.language, top_k=body.top_k, document_ids=body.document_ids)
    request.app.state.recorder.add(answer.timings_ms, answered=answer.reading.text is not None)
    return present_answer(answer, explain=body.explain)


@router.post("/v1/search", responses=problems_of(400, 404, 422), tags=["answers"])
def search(body: AskRequest, pipeline: Live) -> SearchResponse:
    """Find passages, with the score of each leg."""
    result = pipeline.search(body.question, language=body.language, top_k=body.top_k, document_ids=body.document_ids)
    return present_search(result)


@router.get("/v1/documents", responses=problems_of(422), tags=["documents"])
def documents(
    pipeline: Live,
    cursor: Annotated[str, Query(max_length=200, description="`next_cursor` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = _PAGE,
) -> DocumentList:
    """List the collection, by document id."""
    index = pipeline.index
    ids = sorted(document_id for document_id in index.records if document_id > cursor)
    listed = [present_listed(index.records[document_id], index) for document_id in ids[:limit]]
    return DocumentList(documents=listed, next_cursor=ids[limit - 1] if len(ids) > limit else None)


@router.get("/v1/documents/{document_id}", responses=problems_of(404, 422), tags=["documents"])
def document(document_id: str, pipeline: Live) -> DocumentDetail:
    """A document's metadata and page starts."""
    return present_document(record_of(pipeline, document_id), pipeline.index)


@router.get(
    "/v1/documents/{document_id}/text", responses=problems_of(404, 422), response_class=PlainTextResponse, tags=["documents"]
)
def document_text(document_id: str, pipeline: Live) -> Response:
    """A document's raw text, the one that every offset counts in."""
    record = record_of(pipeline, document_id)
    return PlainTextResponse(pipeline.index.store.text(record.version), media_type="text/plain; charset=utf-8")


@router.get("/healthz", tags=["probes"])
def healthz() -> Health:
    """The process is alive."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health, responses=problems_of(503), tags=["probes"])
def readyz(request: Request, pipeline: Live) -> JSONResponse:
    """Questions can be answered; `fault` says why a newer index could not be opened."""
    index, live = pipeline.index, request.app.state.live
    state = Health(
        status="ready",
        index=IndexOut(generation=index.generation, encoder=index.manifest.encoder.name),
        documents=len(index.records),
        passages=len(index.shown),
        fault=live.fault or None,
    )
    return JSONResponse(state.model_dump())


def record_of(pipeline: Pipeline, document_id: str) -> DocumentRecord:
    """The record of a document. Raises UnknownDocument."""
    record = pipeline.index.records.get(document_id)
    if record is None:
        raise UnknownDocument(document_id)
    return record
