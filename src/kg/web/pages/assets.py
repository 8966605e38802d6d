"""Files of the pages: the sheet, the script, the mark, and whatever a build put beside them."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.web.asked import has_already

if TYPE_CHECKING:
    from starlette.requests import Request

_TYPES = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".map": "application/json",
}


def asset(request: Request) -> Response:
    """Return a file; its entity tag is its digest, so that browsers ask again and seldom load again."""
    path: str = request.path_params["path"]
    found = _folder() / path
    if _folder() not in found.resolve().parents or not found.is_file():
        raise HTTPException(404, f"There is no file {path!r}.")
    body, tag = _read(found, found.stat().st_mtime_ns)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "public, max-age=600"}
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    media = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    return Response(body, media_type=media, headers=headers)


@lru_cache(256)
def _read(path: Path, _changed: int) -> tuple[bytes, str]:
    body = path.read_bytes()
    return body, hashlib.blake2b(body, digest_size=10).hexdigest()


@lru_cache(1)
def _folder() -> Path:
    return Path(str(files("kg.web"))).resolve() / "static"


def has_bundle() -> bool:
    """Return whether the scripts of the editor and the drawing were built; pages do without them."""
    return (_folder() / "bundle" / "editor.js").is_file() and (_folder() / "bundle" / "graph.js").is_file()
