"""What a file of 64 MiB costs the gate's process in memory, against one of 1 MiB.

A real gate in a process of its own, a real log and PostgreSQL, a stub in the service's place. The
peak is that of the kernel (VmHWM), set back before each file.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx

from ppit_client import KeyPair, PartnerClient, new_key_pair
from ppit_gateway.app import Catalogue, register
from ppit_gateway.settings import Settings
from ppit_platform.ids import new_id
from ppit_platform.spool import CSV, MAX_UPLOAD_BYTES
from tests.benchmarks.kept import keep
from tests.support.gate import ISSUER, an_agreement, gate_settings
from tests.support.log import a_log_place, log_process
from tests.support.postgres import running_cluster

SERVICE = "victims"
PATH = f"/{SERVICE}/v1/imports?profile=POLICE"
SCOPE = f"{SERVICE}:import"
MIB = 1024 * 1024
TIMES = 5
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Peak:
    """``growth_kib`` is how much more the process held at its peak than before."""

    bytes: int
    peak_kib: int
    growth_kib: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The gate's process, and a partner in front of it."""

    process_id: int
    client: PartnerClient

    async def upload(self, size: int) -> Peak:
        before = self._forget_peak()
        began = time.perf_counter()
        answer = await self.client.post_file(
            PATH,
            BytesIO(os.urandom(size)),
            CSV,
            case_reference="BENCH/1",
            idempotency_key=str(new_id()),
        )
        took = time.perf_counter() - began
        assert answer.status == 202, answer.json
        peak = self._status("VmHWM")
        return Peak(size, peak, max(0, peak - before), round(took, 2))

    def _forget_peak(self) -> int:
        """Return what the process holds now; from here on its peak is measured anew."""
        Path(f"/proc/{self.process_id}/clear_refs").write_text("5", encoding="ascii")
        return self._status("VmRSS")

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


@contextmanager
def running(*command: str, environment: Mapping[str, str], socket: Path) -> Generator[int]:
    """Start a process and wait until it answers on its socket; end it after."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT)  # noqa: S603  # our own programs
    try:
        end = time.monotonic() + 30
        while not socket.exists():
            assert process.poll() is None, command
            assert time.monotonic() < end, command
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def environment_of(settings: Settings) -> dict[str, str]:
    given = settings.model_dump(mode="json", exclude_none=True)
    return {
        f"PPIT_GATEWAY_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in given.items()
    }


def the_register(key: KeyPair) -> bytes:
    agreement = an_agreement(
        scopes=[SCOPE],
        fields={SCOPE: ["*"]},
        purposes=["VICTIM_REGISTER_MAINTENANCE"],
    )
    document = {
        "partners": [{"org_id": "thanet", "name": "Thanet District Council"}],
        "clients": [
            {
                "client_id": "thanet-lists",
                "org_id": "thanet",
                "jwks": key.jwks,
                "agreements": ["DSA-001"],
                "sandbox": True,
            }
        ],
        "users": [],
        "agreements": [agreement],
    }
    return json.dumps(document).encode()


@asynccontextmanager
async def measured(folder: Path) -> AsyncGenerator[Measured]:
    key, service_socket, gate_socket = new_key_pair(), folder / "service.sock", folder / "gate.sock"
    with running_cluster() as cluster, ExitStack() as processes:
        database = cluster.migrated("ppit_gateway")
        place = a_log_place(folder, database)
        settings = gate_settings(
            folder, database, place.config.socket, upstreams={SERVICE: service_socket}
        )
        await register(str(settings.database_url), the_register(key), Catalogue.published())
        async with log_process(place):
            answer = {"import_id": str(new_id()), "state": "QUEUED"}
            processes.enter_context(
                running(
                    *(sys.executable, "-m", "tests.support.behind_main", SERVICE),
                    *(str(settings.hop_key_dir / f"{SERVICE}.key"), str(service_socket)),
                    *("202", json.dumps(answer)),
                    environment={},
                    socket=service_socket,
                )
            )
            gate = processes.enter_context(
                running(
                    *(str(Path(sys.executable).with_name("ppit-gateway")), "serve"),
                    *("--listener", "external", "--uds", str(gate_socket)),
                    environment=environment_of(settings),
                    socket=gate_socket,
                )
            )
            client = PartnerClient(
                ISSUER,
                "thanet-lists",
                key.private_pem,
                "DSA-001",
                "VICTIM_REGISTER_MAINTENANCE",
                transport=httpx.AsyncHTTPTransport(uds=str(gate_socket)),
            )
            async with client:
                yield Measured(gate, client)


async def peaks() -> tuple[list[Peak], list[Peak]]:
    with tempfile.TemporaryDirectory() as folder:
        async with measured(Path(folder)) as gate:
            for _ in range(TIMES):
                await gate.upload(MIB)  # what the first requests load stays loaded
            small = [await gate.upload(MIB) for _ in range(TIMES)]
            large = [await gate.upload(MAX_UPLOAD_BYTES) for _ in range(TIMES)]
            return small, large


def bench_a_file_of_64_mib_takes_the_memory_of_one_of_1_mib() -> None:
    small, large = asyncio.run(peaks())
    least, most = max(one.peak_kib for one in small), max(one.peak_kib for one in large)
    keep(
        "upload",
        {
            "times_each": TIMES,
            "peak_kib_of_the_gate": {"1 MiB": least, "64 MiB": most},
            "ratio": round(most / least, 3),
            "growth_kib_while_it_came": {
                "1 MiB": max(one.growth_kib for one in small),
                "64 MiB": max(one.growth_kib for one in large),
            },
            "median_seconds": {
                "1 MiB": statistics.median(one.seconds for one in small),
                "64 MiB": statistics.median(one.seconds for one in large),
            },
        },
    )
    assert most < 1.25 * least
