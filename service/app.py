"""The FastAPI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from service import feedback_api, inspection, metrics, pages, problems, widget
from service.bodies import BodyLimit
from service.bootstrap import LivePipeline
from service.recorder import Recorder
from service.routes import router
from service.security import allow_origins
from service.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The service over the index in the settings' data directory, which is opened at once.

    Raises IndexMissing, IndexDamaged, IndexFormat, EncoderMismatch or EncoderUnavailable.
    """
    live = LivePipeline(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        live.close()

    # The documentation pages of FastAPI fetch their scripts from elsewhere; /openapi.json is all ours.
    app = FastAPI(
        title="Kaynak",
        version=version("kaynak"),
        summary="Answers questions asked in Turkish or English with cited passages.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.live = live
    app.state.data = settings.data
    app.state.recorder = Recorder()
    problems.register(app)
    app.include_router(router)
    app.include_router(metrics.router)
    app.include_router(inspection.router)
    app.include_router(feedback_api.router)
    app.include_router(widget.router)
    pages.mount(app)
    app.add_middleware(BodyLimit)
    allow_origins(app, settings.allowed_origins)  # the last one added is the outermost: refusals are for foreign pages too
    return app
