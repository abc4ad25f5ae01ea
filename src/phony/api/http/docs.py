"""`/openapi.json`, and `/docs`: Swagger UI from our own address.

No CDN, and no script that our CSP would not run.
"""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import Literal

from fastapi import Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse

from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.rights import Right

router = make_router()
_FILES = files("fastapi_offline") / "static"
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phony API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"><noscript>The document is at <a href="/openapi.json">/openapi.json</a>.
</noscript></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = """\
SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, displayRequestDuration: true,
  docExpansion: "none", filter: true, persistAuthorization: false, tryItOutEnabled: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
});
"""


@router.api_route("/openapi.json", methods=["GET", "HEAD"])
@needs(Right.READ)
async def document(request: Request) -> JSONResponse:
    """The interface, for programs."""
    return JSONResponse(await asyncio.to_thread(request.app.openapi))


@router.get("/docs")
@needs(Right.READ, linkable=True)
async def docs() -> HTMLResponse:
    """The interface, explained and to be tried."""
    return HTMLResponse(_PAGE)


@router.get("/docs/start.js")
@needs(Right.READ)
async def start() -> Response:
    """Starts Swagger UI: inline scripts are forbidden."""
    return Response(_START, media_type="text/javascript")


@router.get("/docs/{name}")
@needs(Right.READ)
async def asset(name: Literal["swagger-ui-bundle.js", "swagger-ui.css"]) -> FileResponse:
    """Swagger UI's own files."""
    return FileResponse(str(_FILES / name), headers={"Cache-Control": "private, max-age=86400"})
