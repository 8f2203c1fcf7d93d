"""The widget's script: one file for every site, under a lasting name and under one that changes with its content."""

import base64
import gzip
import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response

_FILE = Path(__file__).resolve().parent / "static" / "dist" / "widget.js"
_SCRIPT = _FILE.read_bytes()
_HASH = hashlib.sha256(_SCRIPT).hexdigest()[:12]
_PACKED = gzip.compress(_SCRIPT, mtime=0)
_ETAG = f'W/"{_HASH}"'  # weak: packed or not, it is the same script
_INTEGRITY = "sha384-" + base64.b64encode(hashlib.sha384(_SCRIPT).digest()).decode()
_HASHED = f"/widget/v1/widget-{_HASH}.js"
# Public, and asked for without cookies: a site that names an integrity needs the first, one with its own
# cross-origin policy the second.
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "ETag": _ETAG,
    "Vary": "Accept-Encoding",
}
_CACHING = {"/widget/v1/widget.js": "no-cache", _HASHED: "public, max-age=31536000, immutable"}
router = APIRouter(include_in_schema=False)


@router.get("/widget/v1/widget.js")
@router.get(_HASHED)
def script(request: Request) -> Response:
    """The script, or 304 where the browser has it."""
    headers = {**_HEADERS, "Cache-Control": _CACHING[request.url.path]}
    if _ETAG in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers |= {"Content-Encoding": "gzip"} if packed else {}
    return Response(_PACKED if packed else _SCRIPT, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/widget/v1/widget.json")
def description() -> dict[str, str | int]:
    """Where the script of just this content is, and its subresource integrity."""
    return {"src": _HASHED, "integrity": _INTEGRITY, "bytes": len(_SCRIPT)}
