"""The dashboard: static files, built into `static/` beside this module (see hatch_build.py)."""

from __future__ import annotations

import mimetypes
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.responses import Response

from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.rights import Right

STATIC = Path(__file__).parent.parent / "static"

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# Vite puts a hash of the content into these names: they never change under one name.
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"

_NOT_BUILT = """<!doctype html><title>Phony</title>
<h1>The dashboard is not built</h1>
<p>This server runs from a source tree. <code>scripts/start</code> builds the dashboard;
so does <code>python hatch_build.py</code>. An installed package has it inside.</p>
<p>The API is here: <a href="/docs">/docs</a></p>
"""


def dashboard_router(static: Path = STATIC) -> APIRouter:
    """Serve the built dashboard in `static` under /dashboard/, its pages included."""
    router = make_router()
    root = static.resolve()

    @router.get("/")
    @router.get("/dashboard")
    @needs(Right.PAGE, linkable=True)
    def to_dashboard() -> Response:
        return RedirectResponse("/dashboard/", status_code=307)

    @router.api_route("/dashboard/{path:path}", methods=["GET", "HEAD"])
    @needs(Right.PAGE, linkable=True)
    def page_or_file(path: str, request: Request) -> Response:
        file = _file(root, path)
        if file is not None:
            return _send(file, path, request.headers.get("accept-encoding", ""))
        # Pages are routes of the script in index.html; `agents.html` is the agents page.
        if PurePosixPath(path).suffix not in ("", ".html"):
            return PlainTextResponse("No such file.", status_code=404)
        index = _file(root, "index.html")
        if index is None:
            return HTMLResponse(_NOT_BUILT, status_code=503)
        return _send(index, "index.html", request.headers.get("accept-encoding", ""))

    return router


def _file(root: Path, path: str) -> Path | None:
    """The built file, unless it is hidden, outside, or not there."""
    parts = PurePosixPath(path).parts
    if not parts or any(part.startswith(".") for part in parts) or "\0" in path:
        return None
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except OSError:  # a name too long for the file system
        return None


def _send(file: Path, path: str, accepts: str) -> FileResponse:
    headers = {
        "Cache-Control": _IMMUTABLE if path.startswith("assets/") else _REVALIDATE,
        "Vary": "Accept-Encoding",
    }
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind in ("text/javascript", "application/javascript"):
        kind = "text/javascript"
    accepted = {part.split(";")[0].strip() for part in accepts.split(",")}
    for encoding, suffix in _ENCODINGS:
        packed = file.with_name(file.name + suffix)
        if encoding in accepted and packed.is_file():
            return FileResponse(
                packed, media_type=kind, headers=headers | {"Content-Encoding": encoding}
            )
    return FileResponse(file, media_type=kind, headers=headers)


router = dashboard_router()
