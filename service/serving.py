"""What `kaynak serve` does."""

import errno
import socket

import uvicorn

from service.app import create_app
from service.errors import AddressUnusable
from service.settings import Settings


def run_serve(settings: Settings) -> int:
    """Serve until told to stop; the socket is bound and the index opened before anything is announced."""
    listener = _listen(settings.host, settings.port)
    with listener:
        app = create_app(settings)
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"Kaynak answers at http://{shown}:{port}", flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        server.run(sockets=[listener])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # Named TCP: asyncio switches Nagle's delay off only for sockets that say so, and it costs 40 ms a reply.
        return _bound(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP), host, port)
    except OSError as error:
        reason = "another process listens there" if error.errno == errno.EADDRINUSE else error.strerror or error
        message = f"cannot listen on {host} port {port} ({reason}): choose another with --port or --host"
        raise AddressUnusable(message) from error


def _bound(listener: socket.socket, host: str, port: int) -> socket.socket:
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener
