"""A file is taken whole or not at all, kept sealed with its effect, and read back as it came."""

import hashlib
import secrets
import tracemalloc
from collections.abc import AsyncGenerator
from dataclasses import replace
from io import BytesIO
from typing import cast
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform.chassis import chassis_of
from ppit_platform.hop import body_digest
from ppit_platform.service import ServiceSettings, create_service
from ppit_platform.spool import BLOCK, CSV, JSON_LINES, MAX_UPLOAD_BYTES, Spooled
from ppit_platform.tokens import SharedKey
from ppit_platform.uploads import UploadMissing, UploadStore, purge
from tests.service.chassis.notebook import files, routes
from tests.service.chassis.register import fact_count, rows
from tests.support.calls import Served, ServiceCaller, called_as_the_gate_does, opened
from tests.support.postgres import Database

CLERK = "Ermintrude Quillfeather"
LIST = f"surname,phone\r\n{CLERK},01233 000000\r\n".encode()


@pytest.fixture
def filing_app(notebook_settings: ServiceSettings) -> FastAPI:
    return create_service(
        "notebook",
        title="Notebook",
        version="1",
        routers=[routes.router, files.router],
        settings=notebook_settings,
    )


@pytest.fixture
async def filing(
    filing_app: FastAPI, notebook_settings: ServiceSettings
) -> AsyncGenerator[ServiceCaller]:
    key = SharedKey.from_hex("notebook", notebook_settings.hop_key_file.read_text())
    async with called_as_the_gate_does(filing_app, "notebook", key) as caller:
        yield caller


async def taken(filing: ServiceCaller, content: bytes, *, key: str | None = None) -> UUID:
    answer = await filing.raw(
        "POST", "/v1/files", content, content_type=CSV, key=key or secrets.token_hex(8)
    )
    assert answer.status == 202, answer.body
    return UUID(cast("str", answer.json["upload_id"]))


def refused(answer: Served) -> tuple[int, object]:
    assert CLERK.encode() not in answer.body
    return answer.status, answer.json["code"]


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
async def test_a_file_is_read_back_as_it_came(filing: ServiceCaller, size: int) -> None:
    content = secrets.token_bytes(size)
    answer = await filing.get(f"/v1/files/{await taken(filing, content)}")
    assert answer.json == {"sha256": hashlib.sha256(content).hexdigest(), "size": size}


async def test_a_route_hears_of_what_type_its_file_is(filing: ServiceCaller) -> None:
    for sent, heard in ((CSV, CSV), ("Text/CSV; charset=utf-8", CSV), (JSON_LINES, JSON_LINES)):
        answer = await filing.raw(
            "POST", "/v1/files", LIST, content_type=sent, key=secrets.token_hex(8)
        )
        assert answer.json["type"] == heard


async def test_what_is_kept_says_nothing_to_who_reads_the_table(
    filing: ServiceCaller, notebook_database: Database
) -> None:
    upload_id = await taken(filing, LIST)
    (row,) = rows(notebook_database, "SELECT * FROM upload_part WHERE upload_id = %s", upload_id)
    assert CLERK.encode() not in cast("bytes", row["sealed"])
    assert b"surname" not in cast("bytes", row["sealed"])


@pytest.mark.parametrize(
    ("path", "kind", "content", "said"),
    [
        ("/v1/notes", CSV, LIST, (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/v1/notes", CSV, b"", (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/v1/notes", JSON_LINES, b'{"title": "a"}\n', (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/v1/files/little", JSON_LINES, LIST, (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/v1/files/little", "application/json", b"{}", (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/v1/files/little", "text/plain", LIST, (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/v1/files/little", CSV, b"", (400, "EMPTY_BODY")),
        ("/v1/files/little", CSV, b"a" * 101, (413, "BODY_TOO_LARGE")),
        ("/v1/files/nowhere/at-all", CSV, LIST, (404, "NOT_FOUND")),
    ],
)
async def test_a_body_that_the_route_does_not_take_is_refused(
    filing: ServiceCaller, path: str, kind: str, content: bytes, said: tuple[int, str]
) -> None:
    answer = await filing.raw("POST", path, content, content_type=kind, key=secrets.token_hex(8))
    assert refused(answer) == said


async def test_no_body_at_all_is_no_file(filing: ServiceCaller) -> None:
    hop = filing.hop("POST", "/v1/files/little", b"")
    headers = filing.sealed(hop)
    answer = await filing.http.request("POST", hop.path, headers=headers)
    assert refused(opened(answer)) == (400, "EMPTY_BODY")


async def test_a_file_of_another_digest_than_was_sealed_is_refused(
    filing: ServiceCaller, notebook_database: Database
) -> None:
    hop = filing.hop("POST", "/v1/files", LIST, key=secrets.token_hex(8))
    before = kept(notebook_database)
    for sent in (LIST + b"x", LIST[:-1], b""):
        answer = await filing.send(hop, sent, content_type=CSV)
        assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORISED")
    assert kept(notebook_database) == before


async def test_a_file_over_64_mib_is_refused_and_64_mib_are_taken(filing: ServiceCaller) -> None:
    block = bytes(BLOCK)
    digest = hashlib.sha256(block * (MAX_UPLOAD_BYTES // BLOCK)).hexdigest()

    async def pieces(extra: bytes) -> AsyncGenerator[bytes]:
        for _ in range(MAX_UPLOAD_BYTES // BLOCK):
            yield block
        yield extra

    hop = replace(filing.hop("POST", "/v1/files", b"", key="k" * 16), body_sha256=digest)
    headers = {**filing.sealed(hop), "Content-Type": CSV}
    answer = await filing.http.request("POST", hop.path, headers=headers, content=pieces(b"+"))
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")
    answer = await filing.http.request("POST", hop.path, headers=headers, content=pieces(b""))
    assert opened(answer).status == 202


async def test_a_refused_request_leaves_no_file(
    filing: ServiceCaller, notebook_database: Database
) -> None:
    before = kept(notebook_database), fact_count(notebook_database)
    answer = await filing.raw(
        "POST", "/v1/files/refused", LIST, content_type=CSV, key=secrets.token_hex(8)
    )
    assert refused(answer) == (409, "CONFLICT")
    assert (kept(notebook_database), fact_count(notebook_database)) == before


async def test_the_same_key_keeps_one_file_and_another_body_under_it_is_refused(
    filing: ServiceCaller, notebook_database: Database
) -> None:
    key = secrets.token_hex(8)
    upload_id = await taken(filing, LIST, key=key)
    before = kept(notebook_database)
    assert await taken(filing, LIST, key=key) == upload_id
    other = await filing.raw("POST", "/v1/files", LIST + b"\r\n", content_type=CSV, key=key)
    assert refused(other) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert kept(notebook_database) == before


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM upload_part WHERE upload_id = %s",
        "DELETE FROM upload_part WHERE upload_id = %s AND part = 2",
        "DELETE FROM upload_part WHERE upload_id = %s AND part = 0",
        "UPDATE upload_part SET part = 7 - part WHERE upload_id = %s AND part < 2",
        "UPDATE upload_part SET sealed = sealed || '\\x00' WHERE upload_id = %s AND part = 1",
    ],
)
async def test_a_file_that_is_not_whole_is_not_read(
    filing: ServiceCaller, notebook_database: Database, damage: str
) -> None:
    upload_id = await taken(filing, secrets.token_bytes(3 * BLOCK))
    rows(notebook_database, damage, upload_id)  # pyright: ignore[reportArgumentType]
    assert refused(await filing.get(f"/v1/files/{upload_id}")) == (500, "UPLOAD_MISSING")


async def test_a_part_of_one_file_does_not_pass_for_a_part_of_another(
    filing: ServiceCaller, notebook_database: Database
) -> None:
    one, other = await taken(filing, b"one"), await taken(filing, b"other")
    rows(notebook_database, "DELETE FROM upload_part WHERE upload_id = %s", other)
    rows(
        notebook_database,
        "UPDATE upload_part SET upload_id = %s WHERE upload_id = %s",
        other,
        one,
    )
    assert refused(await filing.get(f"/v1/files/{other}")) == (500, "UPLOAD_MISSING")


async def test_a_file_is_forgotten_when_its_job_says_so_or_after_thirty_days(
    filing: ServiceCaller, filing_app: FastAPI, notebook_database: Database
) -> None:
    done, old, young = [await taken(filing, LIST) for _ in range(3)]
    assert (await filing.post(f"/v1/files/{done}/forgotten")).status == 200
    rows(
        notebook_database,
        "UPDATE upload_part SET kept_at = now() - interval '31 days' WHERE upload_id = %s",
        old,
    )
    async with chassis_of({"app": filing_app}).engine.begin() as connection:
        assert await purge(connection) == 1
    for upload_id in (done, old):
        assert refused(await filing.get(f"/v1/files/{upload_id}")) == (500, "UPLOAD_MISSING")
    assert (await filing.get(f"/v1/files/{young}")).status == 200


async def test_a_large_file_is_kept_and_read_with_a_few_blocks_of_memory(
    filing: ServiceCaller, filing_app: FastAPI
) -> None:
    assert filing.service == "notebook"
    chassis = chassis_of({"app": filing_app})
    content = secrets.token_bytes(24 * BLOCK)
    spooled = Spooled(BytesIO(content), len(content), body_digest(content))
    sessions: async_sessionmaker[AsyncSession] = chassis.sessions
    async with sessions() as session:
        store = UploadStore(session, chassis.seal)
        tracemalloc.start()
        try:
            upload_id = await store.keep(spooled)
            (await store.open(upload_id)).close()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 12 * BLOCK
        with pytest.raises(UploadMissing):
            await store.open(UUID(int=0))


async def test_a_file_is_described_in_the_document(filing_app: FastAPI) -> None:
    document = cast("dict[str, dict[str, dict[str, dict[str, object]]]]", filing_app.openapi())
    operation = document["paths"]["/v1/files"]["post"]
    body = cast("dict[str, dict[str, object]]", operation["requestBody"])
    assert set(body["content"]) == {CSV, JSON_LINES}
    rules = cast("dict[str, object]", operation["x-ppit"])
    assert rules["consumes"] == [JSON_LINES, CSV]
    assert rules["max_body_bytes"] == MAX_UPLOAD_BYTES
    notes = cast("dict[str, object]", document["paths"]["/v1/notes"]["post"]["x-ppit"])
    assert (notes["consumes"], notes["max_body_bytes"]) == (["application/json"], 262_144)


def kept(database: Database) -> int:
    return cast("int", rows(database, "SELECT count(*) AS n FROM upload_part")[0]["n"])
