"""A scripted service in a process of its own: NAME KEY_FILE SOCKET STATUS BODY."""

import asyncio
import json
import sys
from pathlib import Path

from ppit_platform.tokens import SharedKey
from tests.support.behind import Behind, Script
from tests.support.serving import served


async def serve(behind: Behind, socket: Path) -> None:
    async with served(behind, socket, lifespan=False):
        await asyncio.Event().wait()


if __name__ == "__main__":
    name, key_file, socket, status, body = sys.argv[1:]
    key = SharedKey.from_hex(name, Path(key_file).read_text())
    script = Script(body=json.loads(body), status=int(status))
    asyncio.run(serve(Behind(key, script), Path(socket)))
