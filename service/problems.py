"""Errors over HTTP: RFC 9457 problem details, from one table."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import CatalogueError, KaynakError, SourceError
from index.errors import (
    BuildRunning,
    DataDirectory,
    EncoderMismatch,
    EncoderUnavailable,
    IndexDamaged,
    IndexFormat,
    IndexMissing,
    NothingToIndex,
    StorageFailed,
    UnknownDocument,
)  # fmt: skip
from service.errors import AddressUnusable, FeedbackUnusable, UnknownRun, UsageError

STATUS: dict[type[KaynakError], tuple[int, str]] = {
    UnknownDocument: (404, "Unknown document"),
    UnknownRun: (404, "Unknown evaluation run"),
    SourceError: (422, "Unusable source"),
    CatalogueError: (422, "Unusable catalogue"),
    NothingToIndex: (422, "Nothing to index"),
    BuildRunning: (409, "A build is at work"),
    IndexMissing: (503, "No index"),
    IndexDamaged: (503, "Damaged index"),
    IndexFormat: (503, "Index of another version"),
    EncoderMismatch: (503, "Index of another encoder"),
    EncoderUnavailable: (503, "Encoder unavailable"),
    DataDirectory: (503, "Unusable data directory"),
    StorageFailed: (507, "Storage failed"),
    FeedbackUnusable: (507, "Feedback not stored"),
    UsageError: (422, "Invalid request"),
    AddressUnusable: (503, "Address unusable"),
}
_TITLES = {400: "Bad request", 404: "Not found", 405: "Method not allowed", 413: "Body too large", 422: "Invalid request"}
_HINTS = {
    400: "The body is not JSON in UTF-8; send an object such as {\"question\": \"...\"}.",
    404: "There is nothing at this address; /openapi.json lists what there is.",
    405: "This address does not take this method; /openapi.json lists what there is.",
    413: "The body is larger than any question; send a shorter one.",
}  # fmt: skip
MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """A problem details response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def refusal(status: int, detail: str = "") -> JSONResponse:
    """The problem of a status that the request alone has earned; `detail` where there is no hint for it."""
    return problem(status, _TITLES.get(status, "Error"), _HINTS.get(status, detail))


def register(app: FastAPI) -> None:
    """Answer every error of an application with a problem."""

    @app.exception_handler(KaynakError)
    async def _ours(_: Request, error: KaynakError) -> JSONResponse:
        status, title = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), (500, "Internal error"))
        return problem(status, title, str(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return _validation_problem(error)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        reply = refusal(error.status_code, str(error.detail))
        reply.headers.update(error.headers or {})
        return reply

    @app.exception_handler(Exception)
    async def _unexpected(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "Internal error", "Something went wrong here, not with your request; the log says more.")


def _validation_problem(error: RequestValidationError) -> JSONResponse:
    # The input itself is not echoed: it may hold what JSON cannot carry, such as half of a surrogate pair.
    faults = [
        {"field": ".".join(map(str, fault["loc"][1:])) or "body", "message": _message(fault)} for fault in error.errors()
    ]
    if any(fault["type"] == "json_invalid" for fault in error.errors()):
        return problem(400, _TITLES[400], _HINTS[400])
    detail = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
    return problem(422, _TITLES[422], detail, errors=faults)


def _message(fault: dict[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such field; leave it out"
    if fault["type"] in ("model_attributes_type", "missing") and len(fault["loc"]) == 1:
        return "send a JSON object, with the header content-type: application/json"
    if fault["type"] == "string_unicode":
        return "it is not valid Unicode; send well-formed text"
    return str(fault["msg"]).removeprefix("Value error, ")
