"""The pages: one frame that finds out from its address what to show, under a policy that lets nothing else in."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from service.security import PAGE_HEADERS

_STATIC = Path(__file__).resolve().parent / "static"
_BUILT = _STATIC / "dist"  # made by `make static` from the sources beside it
_PUBLIC = _STATIC / "pages" / "public"
router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/library")
@router.get("/evaluation")
@router.get("/integrate")
@router.get("/status")
@router.get("/documents/{document_id:path}")
def page(document_id: str = "") -> FileResponse:  # noqa: ARG001 - the page reads its own address
    """The frame of every page."""
    return FileResponse(_PUBLIC / "index.html", headers=PAGE_HEADERS)


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
    app.mount("/static", GZipMiddleware(_Files(directory=_BUILT), minimum_size=1024, compresslevel=6), name="static")
    app.mount("/assets", _Files(directory=_PUBLIC), name="assets")
