"""A partner's receiver on loopback: real TCP and TLS, scripted byte by byte, and all that it heard.

Its certificate is made for the test, for the name that a test's resolver leads here.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from ppit_webhooks.sources.receiver import Resolver

HOST = "hooks.partner.example"
_PATIENCE_SECONDS = 90.0
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def status(code: int, *headers: str) -> bytes:
    """Return a whole answer of this status, without a body."""
    lines = "".join(f"{header}\r\n" for header in headers)
    return f"HTTP/1.1 {code} Scripted\r\nContent-Length: 0\r\n{lines}\r\n".encode()


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it came over the wire. ``server_name`` is what TLS asked for."""

    target: str
    headers: Mapping[str, str]
    body: bytes
    server_name: str | None


@dataclass(slots=True)
class Receiver:
    """``script`` is what each request is answered, the last one again and again.

    ``endless`` goes on sending after the script's bytes until the other side ends it.
    """

    port: int = 0
    authorities: Path = Path()
    script: list[bytes] = field(default_factory=lambda: [OK])
    endless: bool = False
    silent: bool = False
    heard: list[Heard] = field(default_factory=list[Heard])
    connections: int = 0
    sent: int = 0
    names: list[str] = field(default_factory=list[str])
    _asked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/ppit"

    async def hears(self, number: int) -> list[Heard]:
        """Return the first ``number`` requests once they have come; ``TimeoutError`` if not."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while len(self.heard) < number:
                self._asked.clear()
                await self._asked.wait()
        return self.heard[:number]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._exchange(reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError, TimeoutError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (line.partition(": ") for line in head[1:] if line)
        headers = {name.lower(): value for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        name = self.names[-1] if self.names else None
        self.heard.append(Heard(head[0].split(" ")[1], headers, body, name))
        self._asked.set()
        if self.silent:
            await reader.read()
            return
        writer.write(self.script.pop(0) if len(self.script) > 1 else self.script[0])
        await writer.drain()
        while self.endless:
            writer.write(b"x" * 65536)
            await writer.drain()
            self.sent += 65536


def resolving(table: Mapping[str, Sequence[str]]) -> Resolver:
    """Return a resolver that knows these names alone."""

    async def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in table:
            raise OSError(host)
        return table[host]

    return resolve


@asynccontextmanager
async def receiving(folder: Path, *, tls: bool = True) -> AsyncGenerator[Receiver]:
    """Listen on 127.0.0.1 until the block ends, with a certificate for ``HOST``."""
    receiver = Receiver()
    context = None
    if tls:
        context, receiver.authorities = shown_by(folder)
        context.sni_callback = lambda _socket, name, _context: receiver.names.append(name or "")
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=context)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


def shown_by(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return what a server of ``HOST`` and this machine shows, and the file to trust it by.

    Its key is ``receiver.key`` beside it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, private = folder / "receiver.pem", folder / "receiver.key"
    shown.write_bytes(certificate.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, private)
    return context, shown
