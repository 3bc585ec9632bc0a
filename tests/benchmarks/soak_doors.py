"""nginx as it is shipped, before ten thousand connections that never finish: ``make soak``.

How long others wait beside them, that nginx gives them up, and that what a client says of itself
over HTTP/2 goes no further. The gate is played by a server that answers with the headers it got.
Writes ``docs/benchmarks/soak-doors.json``.
"""

import asyncio
import json
import os
import resource
import ssl
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tests.benchmarks.bench_gate import open_folder
from tests.benchmarks.kept import keep
from tests.benchmarks.machine import ROOT, free_port, program
from tests.support.receiver import shown_by

SLOW = 10_000
HALF_SAID = 200
"""So many of them finish TLS and stop in the middle of a header; the others in that of TLS."""
SECONDS = 5
GIVEN_UP_AFTER = 10
MOST = 2.0
"""Times their own p99 that others may wait beside them: the goal."""
SPOOFED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Request-ID", "X_Actor_Org")
_HALF_A_HELLO = b"\x16\x03\x01\x02\x00\x01"
_HALF = b"GET / HTTP/1.1\r\nHost: house\r\nX-Slow: "


@dataclass(frozen=True, slots=True)
class Doors:
    port: int
    authorities: Path

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/"


@asynccontextmanager
async def doors(folder: Path) -> AsyncGenerator[Doors]:
    """Run nginx by the file that is shipped; only its places are other ones."""
    _, authorities = shown_by(folder)
    port, upstream = free_port(), folder / "gate.sock"
    text = (ROOT / "infra" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in (
        ("/run/secrets/tls_certificate", str(authorities)),
        ("/run/secrets/tls_key", str(folder / "receiver.key")),
        ("/run/nginx", str(folder)),
        ("access_log /dev/stdout house;", "access_log off;"),
        ("server gate:8080;", f"server unix:{upstream};"),
        # As nginx before 1.25.1 says it; later ones understand it too.
        ("listen 8443 ssl;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("http2 on;", ""),
        ("127.0.0.1:8081", f"127.0.0.1:{free_port()}"),
    ):
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    configuration = folder / "nginx.conf"
    configuration.write_text(text, encoding="utf-8")
    gate = await asyncio.start_unix_server(_answer, upstream)
    upstream.chmod(0o666)
    nginx = await asyncio.create_subprocess_exec(
        *(program("nginx"), "-g", "daemon off;", "-c", str(configuration)),
        stderr=subprocess.DEVNULL,
    )
    try:
        await _until_open(port)
        yield Doors(port, authorities)
    finally:
        nginx.terminate()
        await nginx.wait()
        gate.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[1:-2]
            pairs = (line.partition(": ") for line in head)
            body = json.dumps({name: value for name, _, value in pairs}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
    writer.close()


async def _until_open(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def said_by(*command: str) -> str:
    running = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    said, _ = await running.communicate()
    assert running.returncode == 0, command
    return said.decode()


async def p99_ms(at: Doors) -> float:
    """Ask as four clients do; every answer must be a 200."""
    said = await said_by(
        *(program("wrk"), "-t1", "-c4", f"-d{SECONDS}s", "--latency", "--timeout", "10s", at.url)
    )
    assert "Non-2xx" not in said, said
    assert "Socket errors" not in said, said
    (line,) = [line for line in said.splitlines() if line.strip().startswith("99%")]
    number = line.split()[1]
    unit = next(one for one in ("us", "ms", "s") if number.endswith(one))
    return float(number.removesuffix(unit)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


async def silent(at: Doors, number: int) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open connections that begin to say something and stop."""
    trusting = ssl.create_default_context(cafile=at.authorities)
    opened: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    while len(opened) < number:
        secret = trusting if len(opened) < HALF_SAID else None
        several = (
            asyncio.open_connection("127.0.0.1", at.port, ssl=secret)
            for _ in range(min(100, number - len(opened)))
        )
        for _, writer in (new := await asyncio.gather(*several)):
            # A connection that has said nothing at all nginx may drop for another at any time.
            writer.write(_HALF_A_HELLO if secret is None else _HALF)
        opened += new
    return opened


async def passed_on(at: Doors) -> list[str]:
    """Say over HTTP/2 what only a proxy may say; return which of it the gate heard."""
    said = [word for name in SPOOFED for word in ("-H", f"{name}: spoofed")]
    answer = await said_by(
        *(program("curl"), "--silent", "--http2", "--cacert", str(at.authorities)),
        *("-w", "\n%{http_version}", *said, at.url),
    )
    body, _, version = answer.rpartition("\n")
    assert version == "2", version
    return sorted(name for name, value in json.loads(body).items() if "spoofed" in value)


async def soak(number: int) -> dict[str, object]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with open_folder() as folder:
        async with doors(folder) as at:
            heard = await passed_on(at)
            alone = await p99_ms(at)
            opened = await silent(at, number)
            beside = await p99_ms(at)
            held = sum(not reader.at_eof() for reader, _ in opened)
            async with asyncio.timeout(3 * GIVEN_UP_AFTER):
                await asyncio.gather(
                    *(reader.read() for reader, _ in opened), return_exceptions=True
                )
    return {
        "slow_connections": number,
        "of_them_open_to_the_end": held,
        "p99_ms_alone": round(alone, 3),
        "p99_ms_beside_them": round(beside, 3),
        "p99_ratio": round(beside / alone, 2),
        "given_up": len(opened),
        "spoofed_headers_passed_on": heard,
        "load_average": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    figures = asyncio.run(soak(int(sys.argv[1]) if len(sys.argv) > 1 else SLOW))
    keep("soak-doors", figures)
    quiet = cast("float", figures["p99_ratio"]) <= MOST
    sys.exit(0 if quiet and not figures["spoofed_headers_passed_on"] else 1)
