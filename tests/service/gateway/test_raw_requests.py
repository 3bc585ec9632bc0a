"""Requests that two readers would understand differently, sent as bytes to the real server."""

import asyncio
from contextlib import suppress

import pytest

from tests.support.gate import SCREENINGS, GateHouse

PATH = f"{SCREENINGS}/abc"


async def status_of(house: GateHouse, raw: bytes) -> int:
    """Send bytes and return the status that comes back; 0 if the door is shut without one."""
    reader, writer = await asyncio.open_unix_connection(str(house.external))
    try:
        writer.write(raw)
        await writer.drain()
        async with asyncio.timeout(5):
            line = await reader.readline()
        return int(line.split()[1]) if line else 0
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


def a_request(
    *headers: bytes, line: bytes = f"GET {PATH} HTTP/1.1".encode(), host: bytes = b"gate.test"
) -> bytes:
    return b"\r\n".join((line, b"Host: " + host, *headers, b"", b""))


def line(target: bytes, method: bytes = b"GET") -> bytes:
    return method + b" " + target + b" HTTP/1.1"


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (a_request(), 401),
        (a_request(host=b"gate.test:80"), 421),
        (a_request(host=b"evil.test"), 421),
        (b"GET /livez HTTP/1.1\r\n\r\n", 421),
        (a_request(b"Host: gate.test"), 400),
        (a_request(b"Authorization: Bearer a", b"Authorization: Bearer b"), 400),
        (a_request(b"Case-Reference: A/1", b"Case-Reference: B/1"), 400),
        (a_request(b"X_Actor_Org: kcc"), 400),
        (a_request(b"Authorization: Bearer \xff"), 400),
        (a_request(*(b"X-H%d: a" % n for n in range(70))), 431),
        (a_request(b"X-Long: " + b"a" * 20_000), 431),
        (a_request(line=line(PATH.encode(), b"TRACE")), 405),
        (a_request(line=line(PATH.encode(), b"OPTIONS")), 405),
        (a_request(line=line(PATH.encode(), b"get")), 400),
        (a_request(line=line(b"/officer-safety/v1%2fscreenings/abc")), 400),
        (a_request(line=line(b"/officer-safety/v1/%2e%2e/livez")), 400),
        (a_request(line=line(b"/officer-safety/v1/../livez")), 400),
        (a_request(line=line(b"/officer-safety//v1/screenings/abc")), 400),
        (a_request(line=line(b"/officer-safety/v1/screenings/a%00")), 400),
        (a_request(line=line(b"/officer-safety/v1/screenings/a%ff")), 400),
        (a_request(line=line(b"/officer-safety/v1/screenings/a;b")), 400),
        (a_request(line=line(b"/officer-safety/v1/screenings/a\\b")), 400),
        (a_request(line=line(PATH.encode() + b"?" + b"a" * 3000)), 414),
        (a_request(b"Content-Length: 5", line=line(SCREENINGS.encode(), b"POST")), 401),
        (a_request(line=line(SCREENINGS.encode(), b"POST")), 411),
        (a_request(b"Content-Length: x", line=line(SCREENINGS.encode(), b"POST")), 400),
        (
            a_request(
                b"Content-Length: 5",
                b"Content-Encoding: gzip",
                line=line(SCREENINGS.encode(), b"POST"),
            ),
            415,
        ),
        (a_request(b"Content-Length: 262145", line=line(SCREENINGS.encode(), b"POST")), 413),
        (
            a_request(b"Transfer-Encoding: chunked", line=line(SCREENINGS.encode(), b"POST"))
            + b"2\r\n{}\r\n0\r\nX-Actor-Org: kcc\r\n\r\n",
            411,
        ),
        (
            a_request(
                b"Content-Length: 2",
                b"Transfer-Encoding: chunked",
                line=line(SCREENINGS.encode(), b"POST"),
            )
            + b"0\r\n\r\n",
            400,
        ),
    ],
)
async def test_what_is_not_plain_is_refused(standing: GateHouse, raw: bytes, status: int) -> None:
    assert await status_of(standing, raw) == status
    assert standing.behind.hops == []


@pytest.mark.parametrize(
    "raw",
    [
        a_request(b"Transfer-Encoding: chunked", line=line(SCREENINGS.encode(), b"POST"))
        + b"2\r\n{}\r\n0\r\n\r\n",
        a_request(b"Content-Length: 262145", line=line(SCREENINGS.encode(), b"POST")),
        a_request(b"Host: gate.test"),
    ],
)
async def test_after_a_refused_request_the_connection_is_closed(
    standing: GateHouse, raw: bytes
) -> None:
    reader, writer = await asyncio.open_unix_connection(str(standing.external))
    writer.write(raw + a_request(line=line(b"/livez")))
    await writer.drain()
    async with asyncio.timeout(5):
        answered = await reader.read()
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    assert answered.count(b"HTTP/1.1 ") == 1
    assert b"alive" not in answered


async def test_a_form_shorter_than_it_said_is_given_up(standing: GateHouse) -> None:
    reader, writer = await asyncio.open_unix_connection(str(standing.external))
    form = b"Content-Type: application/x-www-form-urlencoded"
    head = a_request(form, b"Content-Length: 50", line=line(b"/oauth2/token", b"POST"))
    writer.write(head + b"grant_type")
    await writer.drain()
    async with asyncio.timeout(10):
        answered = await reader.read()
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    assert answered.split()[1] == b"408"
    assert b"REQUEST_TIMEOUT" in answered


async def test_a_body_shorter_than_it_said_is_given_up(house: GateHouse) -> None:
    async with house.client() as phone:
        token = await phone.token()
    raw = a_request(
        b"Authorization: Bearer " + token.encode(),
        b"Case-Reference: V/1",
        b"Idempotency-Key: key-00000001",
        b"Content-Type: application/json",
        b"Content-Length: 50",
        line=line(SCREENINGS.encode(), b"POST"),
    )
    reader, writer = await asyncio.open_unix_connection(str(house.external))
    writer.write(raw + b"{}")
    await writer.drain()
    async with asyncio.timeout(10):
        answered = await reader.readline()
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    assert answered.split()[1] == b"408"
    assert house.behind.hops == []


async def test_no_trailer_becomes_a_header_of_who_asks(standing: GateHouse) -> None:
    names = ("X-Actor-Org", "X-Forwarded-For", "X-Ppit-Hop", "Authorization", "DPoP")
    trailed = a_request(b"Transfer-Encoding: chunked", line=line(SCREENINGS.encode(), b"POST"))
    raws = {name: trailed + f"2\r\n{{}}\r\n0\r\n{name}: kcc\r\n\r\n".encode() for name in names}
    answered = {name: await status_of(standing, raw) for name, raw in raws.items()}
    assert answered == dict.fromkeys(names, 411)
    assert standing.behind.hops == []


async def test_a_credential_that_is_called_hop_by_hop_is_needed_and_goes_no_further(
    scripted: GateHouse,
) -> None:
    async with scripted.client() as phone:
        token = await phone.token()
    case, named = b"Case-Reference: V/1", b"Connection: authorization"
    shown = b"Authorization: Bearer " + token.encode()
    assert await status_of(scripted, a_request(shown, case, named)) == 200
    assert await status_of(scripted, a_request(case, named)) == 401
    (passed_on,) = scripted.behind.headers
    assert passed_on["authorization"].startswith("Hop ")
    assert token not in " ".join(passed_on.values())


async def test_connections_that_never_finish_a_header_keep_nobody_waiting(
    scripted: GateHouse,
) -> None:
    slow = [await asyncio.open_unix_connection(str(scripted.external)) for _ in range(200)]
    for _, writer in slow:
        writer.write(b"GET /livez HTTP/1.1\r\nHost: gate.test\r\nX-Half")
    async with scripted.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/s", case_reference="V/1")
    half = [reader for reader, _ in slow if not reader.at_eof()]
    for _, writer in slow:
        writer.close()
    assert (answer.status, len(half)) == (200, 200)
