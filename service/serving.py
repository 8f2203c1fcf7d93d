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
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = "another process listens there" if error.errno == errno.EADDRINUSE else error.strerror or error
        message = f"cannot listen on {host} port {port} ({reason}): choose another with --port or --host"
        raise AddressUnusable(message) from error
