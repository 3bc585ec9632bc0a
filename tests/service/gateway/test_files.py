"""A partner's file goes through the gate: decided before and after it came, whole or not at all."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

from ppit_platform.spool import BLOCK, CSV, JSON, JSON_LINES, MAX_UPLOAD_BYTES
from tests.support.behind import SECRET, SERVICE, Script
from tests.support.gate import GateHouse, body_of, refused

LISTS = "/officer-safety/v1/lists"
LITTLE = f"{LISTS}/little"
LIST = f"surname,phone\r\n{SECRET},01233 000000\r\n".encode()
TAKEN = Script(body={"list_id": "l-1"}, status=202)


@dataclass(frozen=True, slots=True)
class Wire:
    """One connection to the gate, on which a request is sent as slowly as a test likes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def answer(self, *, seconds: float = 15) -> tuple[int, bytes]:
        """Return the status and all that comes until the gate closes or the answer is whole."""
        async with asyncio.timeout(seconds):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            return int(head.split()[1]), head + await self.reader.readexactly(length)


@asynccontextmanager
async def wire(house: GateHouse) -> AsyncGenerator[Wire]:
    reader, writer = await asyncio.open_unix_connection(str(house.external))
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def head(house: GateHouse, length: int, **changes: str | None) -> bytes:
    """Return the head of an authorised request that is to bring a list of ``length`` bytes."""
    async with house.client(scope="officer-safety:screen") as phone:
        token = await phone.token()
    headers: dict[str, str | None] = {
        "Host": "gate.test",
        "Authorization": f"Bearer {token}",
        "Case-Reference": "LIST/1",
        "Idempotency-Key": "key-00000001",
        "Content-Type": CSV,
        "Content-Length": str(length),
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join((f"POST {LISTS} HTTP/1.1", *lines, "", "")).encode()


def nameless_files() -> int:
    """Count the files without a name that this process holds: spools, and pytest's own few."""
    links = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return sum(link.endswith("(deleted)") for link in links)


async def test_a_file_reaches_its_service_as_it_was_sent_and_sealed(house: GateHouse) -> None:
    house.behind.script = TAKEN
    async with house.client() as clerk:
        answer = await clerk.post_file(
            LISTS,
            BytesIO(LIST),
            "Text/CSV; charset=windows-1252",
            case_reference="LIST/1",
            idempotency_key="key-00000001",
        )
    assert (answer.status, body_of(answer)) == (202, {"list_id": "l-1"})
    assert "audit-receipt" in answer.headers
    (hop,) = house.behind.hops
    assert hop.body_sha256 == hashlib.sha256(LIST).hexdigest()
    assert (hop.idempotency_key, hop.mandate is None) == ("key-00000001", False)
    (headers,) = house.behind.headers
    assert headers["content-type"] == CSV
    assert headers["content-length"] == str(len(LIST))
    assert "transfer-encoding" not in headers
    assert [one.kind for one in house.entries()] == ["intent", "outcome", "fact"]
    assert all(SECRET not in one.text for one in house.entries())


async def test_64_mib_pass_and_one_byte_more_does_not(house: GateHouse) -> None:
    house.behind.script = TAKEN
    async with house.client() as clerk:
        for extra, status in ((0, 202), (1, 413)):
            answer = await clerk.post_file(
                LISTS,
                BytesIO(bytes(MAX_UPLOAD_BYTES + extra)),
                CSV,
                case_reference="LIST/1",
                idempotency_key="key-00000001",
            )
            assert answer.status == status
    assert house.behind.received == MAX_UPLOAD_BYTES
    assert len(house.behind.hops) == 1
    assert answer.headers["connection"] == "close"


async def test_the_same_key_for_another_body_is_another_request(house: GateHouse) -> None:
    house.behind.script = TAKEN
    async with house.client() as clerk:
        for content in (LIST, LIST, LIST + b"\r\n"):
            answer = await clerk.post_file(
                LISTS,
                BytesIO(content),
                CSV,
                case_reference="LIST/1",
                idempotency_key="key-00000001",
            )
            assert answer.status == 202
    one, same, other = (hop.idempotency_fingerprint for hop in house.behind.hops)
    assert one == same != other


@pytest.mark.parametrize(
    ("path", "kind", "content", "said"),
    [
        ("/officer-safety/v1/screenings", CSV, LIST, (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/officer-safety/v1/screenings", CSV, b"", (415, "UNSUPPORTED_MEDIA_TYPE")),
        ("/officer-safety/v1/screenings", CSV, bytes(BLOCK), (413, "BODY_TOO_LARGE")),
        (LISTS, JSON, b"{}", (415, "UNSUPPORTED_MEDIA_TYPE")),
        (LISTS, "application/zip", LIST, (415, "UNSUPPORTED_MEDIA_TYPE")),
        (LISTS, JSON, bytes(BLOCK), (413, "BODY_TOO_LARGE")),
        (LISTS, CSV, b"", (400, "EMPTY_BODY")),
        (LITTLE, JSON_LINES, LIST, (415, "UNSUPPORTED_MEDIA_TYPE")),
        (LITTLE, CSV, b"a" * 101, (413, "BODY_TOO_LARGE")),
        (LITTLE, JSON, b"a" * 101, (413, "BODY_TOO_LARGE")),
        (LITTLE, CSV, bytes(BLOCK), (413, "BODY_TOO_LARGE")),
        ("/officer-safety/v1/nowhere", CSV, bytes(BLOCK), (413, "BODY_TOO_LARGE")),
        ("/officer-safety/v1/nowhere", CSV, LIST, (404, "NOT_FOUND")),
        ("/oauth2/token", CSV, bytes(BLOCK), (413, "BODY_TOO_LARGE")),
    ],
)
async def test_what_an_operation_does_not_take_is_refused_before_it_is_asked(
    standing: GateHouse, path: str, kind: str, content: bytes, said: tuple[int, str]
) -> None:
    async with standing.client("a-001") as clerk:
        answer = await clerk.post_file(
            path,
            BytesIO(content),
            kind,
            case_reference="LIST/1",
            idempotency_key="key-00000001",
        )
    assert refused(answer) == said
    assert SECRET not in str(answer.json)
    assert standing.behind.hops == []


async def test_no_type_and_no_body_is_no_file(standing: GateHouse) -> None:
    async with wire(standing) as partner:
        await partner.send(await head(standing, 0, Content_Type=None))
        status, answered = await partner.answer()
    assert (status, b"EMPTY_BODY" in answered) == (400, True)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Content_Length": None}, 411),
        ({"Content_Length": None, "Transfer_Encoding": "chunked"}, 411),
        ({"Content_Length": "x"}, 400),
        ({"Authorization": None}, 401),
        ({"Authorization": "Bearer a.b.c"}, 401),
        ({"Case_Reference": None}, 403),
        ({"Idempotency_Key": None}, 400),
    ],
)
async def test_a_file_that_may_not_be_sent_is_refused_before_any_of_it_is(
    standing: GateHouse, changes: Mapping[str, str | None], status: int
) -> None:
    async with wire(standing) as partner:
        await partner.send(await head(standing, MAX_UPLOAD_BYTES, **changes))
        answered, raw = await partner.answer()
        assert answered == status
        assert b"connection: close" in raw.lower()
        assert await partner.reader.read() == b""
    assert standing.behind.hops == []


async def test_a_file_that_breaks_off_is_nobodys(house: GateHouse) -> None:
    async with wire(house) as partner:
        await partner.send(await head(house, 2 * BLOCK) + bytes(BLOCK))
    async with house.client() as clerk:
        house.behind.script = TAKEN
        answer = await clerk.post_file(
            LISTS, BytesIO(LIST), CSV, case_reference="L/1", idempotency_key="key-00000001"
        )
    assert answer.status == 202
    assert len(house.behind.hops) == 1


async def test_a_file_that_stops_coming_is_given_up(house: GateHouse) -> None:
    async with wire(house) as partner:
        await partner.send(await head(house, len(LIST)) + LIST[:-1])
        status, answered = await partner.answer()
    assert (status, b"REQUEST_TIMEOUT" in answered) == (408, True)
    assert house.behind.hops == []
    assert house.entries() == []


async def test_a_file_may_take_longer_to_come_than_an_answer_may(house: GateHouse) -> None:
    house.behind.script = TAKEN
    length = 5 * BLOCK
    async with wire(house) as partner:
        await partner.send(await head(house, length))
        for _ in range(4):
            await partner.send(bytes(BLOCK))
            await asyncio.sleep(0.7)
        await partner.send(bytes(BLOCK))
        status, _ = await partner.answer()
    assert house.settings.deadline_seconds < 4 * 0.7
    assert (status, house.behind.received) == (202, length)


async def test_an_agreement_that_ends_while_a_file_comes_ends_it(house: GateHouse) -> None:
    async with wire(house) as partner:
        await partner.send(await head(house, 2 * BLOCK) + bytes(BLOCK))
        await house.load(house.the_register(suspended=["DSA-001"]))
        await partner.send(bytes(BLOCK))
        status, answered = await partner.answer()
    assert (status, b"DSA_SUSPENDED" in answered) == (403, True)
    assert house.behind.hops == []
    assert [one.kind for one in house.entries()] == ["denied"]


async def test_two_files_of_one_organisation_are_received_at_a_time(house: GateHouse) -> None:
    house.behind.script = TAKEN
    opening = await head(house, 2 * BLOCK)
    before = nameless_files()
    async with wire(house) as one, wire(house) as two, wire(house) as three:
        for partner in (one, two):
            await partner.send(opening + bytes(BLOCK))
        while nameless_files() < before + 2:  # noqa: ASYNC110  # nobody tells that a file has begun
            await asyncio.sleep(0.01)
        await three.send(opening)
        status, answered = await three.answer()
        assert (status, b"TOO_MANY_FILES" in answered) == (503, True)
        for partner in (one, two):
            await partner.send(bytes(BLOCK))
            assert (await partner.answer())[0] == 202
    async with wire(house) as again:
        await again.send(opening + bytes(2 * BLOCK))
        assert (await again.answer())[0] == 202
    assert nameless_files() == before


@pytest.mark.parametrize(
    ("script", "status", "code"),
    [
        (Script(raw=b"{}"), 502, "BAD_UPSTREAM"),
        (Script(body={"list_id": SECRET}, status=202, cut=3), 502, "BAD_UPSTREAM"),
        (Script(body={"list_id": "l-1"}, status=202, seconds=3.0), 504, "SERVICE_TIMEOUT"),
    ],
)
async def test_a_service_that_answers_a_file_badly_discloses_nothing(
    scripted: GateHouse, script: Script, status: int, code: str
) -> None:
    scripted.behind.script = script
    before = nameless_files()
    async with scripted.client() as clerk:
        answer = await clerk.post_file(
            LISTS, BytesIO(LIST), CSV, case_reference="L/1", idempotency_key="key-00000001"
        )
    assert refused(answer) == (status, code)
    assert SECRET not in str(answer.json)
    assert nameless_files() == before


async def test_without_its_service_a_file_is_nobodys(house: GateHouse) -> None:
    house.settings.upstreams[SERVICE].unlink()
    before = nameless_files()
    async with house.client() as clerk:
        answer = await clerk.post_file(
            LISTS, BytesIO(LIST), CSV, case_reference="L/1", idempotency_key="key-00000001"
        )
    assert refused(answer) == (503, "SERVICE_UNAVAILABLE")
    assert nameless_files() == before


async def test_without_the_log_no_file_is_passed_on(house: GateHouse) -> None:
    await house.switch.off()
    async with house.client() as clerk:
        answer = await clerk.post_file(
            LISTS, BytesIO(LIST), CSV, case_reference="L/1", idempotency_key="key-00000001"
        )
    assert refused(answer) == (503, "AUDIT_UNAVAILABLE")
    assert house.behind.hops == []
