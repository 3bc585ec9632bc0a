"""The log for whoever wants to hold us to it (C2SP tlog-tiles): hashes and signatures, no entry.

Public, as a witness or a verifier has no token. What an entry says, auditors read elsewhere. Tiles
do not change, but no answer of the gate is kept by a cache: its door says so of each.
"""

import re
from collections.abc import Sequence

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from ppit_gateway.log.tiles import TILE_WIDTH, Place
from ppit_gateway.log.tree import HASH_BYTES
from ppit_gateway.storage.published import PublishedStore
from ppit_platform.errors import NotFound

QUORUM = "Ppit-Witness-Quorum"
"""Says of the witnesses that the house asks: C2SP leaves no room for it in the note itself."""
_LARGEST_LEVEL = 5
_TILE = re.compile(r"([0-9])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


def log_router(published: PublishedStore, keys: Sequence[str]) -> APIRouter:
    """Serve the newest checkpoint, the tiles below it, and ``keys``, the log's verifier keys."""
    router = APIRouter(prefix="/log", include_in_schema=False)

    @router.get("/checkpoint")
    async def checkpoint() -> PlainTextResponse:  # pyright: ignore[reportUnusedFunction]
        note = await published.checkpoint()
        if note is None:
            msg = "nothing has been published yet"
            raise NotFound(msg)
        return PlainTextResponse(note, headers={QUORUM: await published.quorum()})

    @router.get("/status")
    async def status() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {"witness_quorum": await published.quorum()}

    @router.get("/keys")
    async def verifier_keys() -> PlainTextResponse:  # pyright: ignore[reportUnusedFunction]
        return PlainTextResponse("".join(f"{key}\n" for key in keys))

    @router.get("/tile/{path:path}")
    async def tile(path: str) -> Response:  # pyright: ignore[reportUnusedFunction]
        asked = read_tile_path(path)
        hashes = b"" if asked is None else await published.tile(*asked[0])
        if asked is None or len(hashes) < asked[1] * HASH_BYTES:
            msg = "the published tree has no such tile"
            raise NotFound(msg)
        return Response(hashes[: asked[1] * HASH_BYTES], media_type="application/octet-stream")

    return router


def read_tile_path(path: str) -> tuple[Place, int] | None:
    """Return the tile and width that a path names in its one spelling; None for any other."""
    found = _TILE.fullmatch(path)
    if found is None:
        return None
    level, groups, partial = int(found[1]), found[2].replace("x", "").split("/"), found[3]
    width = int(partial) if partial else TILE_WIDTH
    leading = len(groups) > 1 and groups[0] == "000"
    if level > _LARGEST_LEVEL or leading or (partial and width >= TILE_WIDTH):
        return None
    return (level, int("".join(groups))), width
