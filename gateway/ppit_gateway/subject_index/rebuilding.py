"""The command that makes the index again, when the publisher has said that it is damaged."""

import asyncio

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.subject_index.growing import rebuild
from ppit_gateway.subject_index.trie import IndexDamaged


def main(database_url: str) -> tuple[int, str]:
    """Rebuild as ``ppit_publisher``; return the exit code and what to say.

    0: the index is again what was signed; 1: the log does not give what was signed; 2: nobody could
    look.
    """
    try:
        size = asyncio.run(_rebuilt(plain_url(database_url)))
    except IndexDamaged as failure:
        return 1, f"not rebuilt: {failure}"
    except (psycopg.Error, OSError) as failure:
        return 2, f"could not look: {type(failure).__name__}"
    return 0, f"rebuilt: the index of the first {size} entries is the one that was signed"


async def _rebuilt(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        return await rebuild(connection)
