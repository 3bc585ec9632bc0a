"""Facts that name people, the truth about them kept beside, and a reader of the index."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.log.entries import Draft
from ppit_gateway.subject_index.proving import Proved, prove
from tests.support.log import LogPlace


def pseudonym(number: int, *, epoch: str = "e1") -> str:
    return f"{epoch}:{number:040x}"


def a_fact(number: int, searched: Iterable[str] = (), disclosed: Iterable[str] = ()) -> Draft:
    said = {"subjects_searched": list(searched), "subjects_disclosed": list(disclosed)}
    return Draft("fact", f"f-{number}", {"fact": {"fact_id": f"f-{number}", **said}})


def truth_of(facts: Sequence[Draft], *, start: int = 0) -> dict[str, list[int]]:
    """Return which of the facts, which stand in the log in this order, name whom."""
    truth: dict[str, list[int]] = {}
    for index, draft in enumerate(facts, start):
        said = cast("Mapping[str, list[str]]", draft.body["fact"])
        for name in sorted({*said["subjects_searched"], *said["subjects_disclosed"]}):
            truth.setdefault(name, []).append(index)
    return truth


@asynccontextmanager
async def reading(
    place: LogPlace, role: str = "ppit_auditor"
) -> AsyncGenerator[psycopg.AsyncConnection]:
    url = plain_url(place.database.url(role))
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        yield connection


async def proved(place: LogPlace, pseudonyms: Sequence[str]) -> Proved:
    async with reading(place) as connection:
        return await prove(connection, pseudonyms)
