"""A limit on what a request may send: it is refused before it fills the memory."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.problems import refusal

LARGEST = 256 * 1024  # bytes: a question has 2,000 characters at most


class BodyLimit:
    """Answers 413 to a body that is announced, or turns out, to be larger than `LARGEST`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what it sends."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > LARGEST:
            await refusal(413)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            """The next part of the body. Raises HTTPException where it grows larger than `LARGEST`."""
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
