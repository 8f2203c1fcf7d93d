"""The pages: one file for asking and reading, under a policy that lets nothing else in."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from service.security import PAGE_HEADERS

_STATIC = Path(__file__).resolve().parent / "static"
router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/documents/{document_id}")
def page(document_id: str = "") -> FileResponse:  # noqa: ARG001 - the page reads its own address
    """The page to ask and to read; it finds out from its address what to show."""
    return FileResponse(_STATIC / "index.html", headers=PAGE_HEADERS)


class _Files(StaticFiles):
    """Files that are asked for again each time (their ETag makes that cheap), so that a page never meets old scripts."""

    def file_response(self, *arguments: Any, **more: Any) -> Response:
        """As the library does, with the header that asks again."""
        reply = super().file_response(*arguments, **more)
        reply.headers["Cache-Control"] = "no-cache"
        return reply


def mount(app: FastAPI) -> None:
    """Serve the pages and their files."""
    app.include_router(router)
    app.mount("/static", _Files(directory=_STATIC), name="static")
