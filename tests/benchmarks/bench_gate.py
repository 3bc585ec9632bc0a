"""What the gate costs with every duty on, beside nginx's bare ``proxy_pass``: ``make bench-gate``.

The same upstream, the same requests, in turn, in one run: the proxy that is measured on one core;
wrk, the upstream, the log and PostgreSQL on the other. Every request of the gate proves its key
with a proof of its own, is counted against its limits, has its agreement, intent and outcome
durable, its people reserved, a hop token, its answer's fields filtered, a receipt and a span.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from ppit_gateway.app import Catalogue, register
from ppit_platform.dpop import make_proof
from ppit_platform.telemetry import TelemetryMode
from ppit_platform.tokens import SigningKey
from tests.benchmarks.bench_upload import environment_of, running
from tests.benchmarks.gate_crowd import (
    BUSY_CONNECTIONS,
    OTHER_CONNECTIONS,
    PACE_MS,
    SHARE,
    TIMES,
    WARM_UP,
    Sender,
    beside,
)
from tests.benchmarks.gate_crowd import SECONDS as CROWD_SECONDS
from tests.benchmarks.gate_partners import bound_token, the_partners, the_register
from tests.benchmarks.gate_parts import parts
from tests.benchmarks.kept import keep
from tests.benchmarks.machine import (
    child_running,
    children_of,
    cpu_seconds,
    free_port,
    pinned,
    program,
)
from tests.support.gate import gate_settings
from tests.support.log import a_log_place, log_process
from tests.support.postgres import running_cluster

SERVICE = "officer-safety"
PATH = f"/{SERVICE}/v1/screenings/0197f0f0-0000-7000-8000-000000000000"
CONNECTIONS = 32
SECONDS = 8
ROUNDS = 3
PROOFS = 2_000 * SECONDS
PROXY_CORE, OTHER_CORE = "0", "1"
INSTALL = "apt-get install -y nginx-light wrk"

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream service {{ server unix:{upstream}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://service; proxy_http_version 1.1;
                  proxy_set_header Connection ""; }}
  }}
}}
"""
# wrk gives each request its own proof, and counts what was not answered with 200.
SCRIPT = """
local proofs = {{}}
for line in io.lines("{proofs}") do proofs[#proofs + 1] = line end
local at = 0
bad = 0
request = function()
  at = at + 1
  return "GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\nAuthorization: DPoP {token}\\r\\n" ..
    "Case-Reference: BENCH/1\\r\\nDPoP: " .. (proofs[at] or "") .. "\\r\\n\\r\\n"
end
local threads = {{}}
setup = function(thread) threads[#threads + 1] = thread end
response = function(status, headers, body)
  if status ~= 200 then
    bad = bad + 1
    if bad < 4 then print(status, body) end
  end
end
done = function(summary, latency)
  local failed = 0
  for _, thread in ipairs(threads) do failed = failed + thread:get("bad") end
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), failed))
end
"""


@dataclass(frozen=True, slots=True)
class Round:
    """Requests a second, milliseconds, and processor milliseconds a request of the proxy."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Stand:
    """Both proxies, and what a partner needs to ask the gate."""

    folder: Path
    gate_port: int
    nginx_port: int
    gate: int
    nginx: int
    log: int
    keys: tuple[SigningKey, ...]
    tokens: tuple[str, ...]
    """Of the partner that asks as fast as it can, and of the one with a small share."""
    host: str

    def proofs(self, partner: int = 0, number: int = PROOFS) -> Path:
        file = self.folder / f"proofs-{partner}-{number}.txt"
        url, now = f"http://{self.host}{PATH}", datetime.now(UTC)
        key, token = self.keys[partner], self.tokens[partner]
        made = (
            make_proof(key, method="GET", url=url, now=now, access_token=token)
            for _ in range(number)
        )
        file.write_text("\n".join(made), encoding="ascii")
        return file

    def ask(self, port: int, process_id: int, seconds: int) -> Round:
        """Drive one proxy; every answer must be a 200."""
        script = self.folder / "ask.lua"
        script.write_text(
            SCRIPT.format(proofs=self.proofs(), path=PATH, host=self.host, token=self.tokens[0]),
            encoding="ascii",
        )
        before = cpu_seconds(process_id)
        command = (
            *(program("taskset"), "-c", OTHER_CORE, program("wrk")),
            *("-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"),
            *("--timeout", "10s", "-s", str(script), f"http://127.0.0.1:{port}"),
        )
        said = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        assert said.returncode == 0, said.stderr
        used = cpu_seconds(process_id) - before
        (result,) = [one for one in said.stdout.splitlines() if one.startswith("RESULT")]
        requests, micros, p50, p99, failed = map(int, result.split()[1:])
        assert requests > 0
        assert failed == 0, said.stdout
        return Round(
            requests / (micros / 1e6), p50 / 1000, p99 / 1000, round(1000 * used / requests, 4)
        )


@contextmanager
def open_folder() -> Generator[Path]:
    """Give a folder through which nginx's worker, which is nobody, may pass to the socket."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@asynccontextmanager
async def stand(folder: Path) -> AsyncGenerator[Stand]:
    partners, upstream = the_partners(), folder / "service.sock"
    gate_port, nginx_port = free_port(), free_port()
    issuer = f"http://127.0.0.1:{gate_port}"
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {int(OTHER_CORE)})
    with running_cluster(durable=True) as cluster, ExitStack() as processes:
        processes.callback(os.sched_setaffinity, 0, everywhere)
        database = cluster.migrated("ppit_gateway")
        place = a_log_place(folder, database)
        settings = gate_settings(
            folder,
            database,
            place.config.socket,
            upstreams={SERVICE: upstream},
            issuer=issuer,
            allowed_hosts=[f"127.0.0.1:{gate_port}"],
            deadline_seconds=10.0,
            register_age_seconds=0.7,
            telemetry=TelemetryMode.CONSOLE,
        )
        await register(str(settings.database_url), the_register(partners), Catalogue.published())
        async with log_process(place):
            processes.enter_context(
                running(
                    *(sys.executable, "-m", "tests.benchmarks.gate_upstream", str(upstream)),
                    environment={},
                    socket=upstream,
                )
            )
            configuration = folder / "nginx.conf"
            configuration.write_text(
                NGINX.format(folder=folder, upstream=upstream, port=nginx_port), encoding="ascii"
            )
            nginx = processes.enter_context(
                pinned(
                    *(PROXY_CORE, program("nginx"), "-c", str(configuration)),
                    environment={},
                    port=nginx_port,
                    said=folder / "nginx.said",
                )
            )
            ours = str(Path(sys.executable).with_name("ppit-gateway"))
            gate = processes.enter_context(
                pinned(
                    *(PROXY_CORE, ours, "serve", "--listener", "external"),
                    *("--port", str(gate_port)),
                    environment=environment_of(settings),
                    port=gate_port,
                    said=folder / "gate.said",
                )
            )
            tokens = [await bound_token(issuer, partner) for partner in partners]
            yield Stand(
                folder,
                gate_port,
                nginx_port,
                gate,
                children_of(nginx)[0],
                child_running("tests.support.log_main"),
                tuple(SigningKey.from_pem(partner.pair.private_pem) for partner in partners),
                tuple(tokens),
                f"127.0.0.1:{gate_port}",
            )


async def rounds() -> dict[str, object]:
    with open_folder() as folder:
        async with stand(folder) as both:
            both.ask(both.gate_port, both.gate, 1)
            both.ask(both.nginx_port, both.nginx, 1)
            gate: list[Round] = []
            nginx: list[Round] = []
            log_before, asked = cpu_seconds(both.log), 0.0
            for _ in range(ROUNDS):
                nginx.append(both.ask(both.nginx_port, both.nginx, SECONDS))
                gate.append(both.ask(both.gate_port, both.gate, SECONDS))
                asked += gate[-1].per_second * SECONDS
            log_ms = 1000 * (cpu_seconds(both.log) - log_before) / asked
            crowd = crowded(both)
    return {**figures_of(nginx, gate, log_ms), "one_partner_at_50_times_its_share": crowd}


def crowded(both: Stand) -> dict[str, float]:
    """Measure one partner beside another that sends fifty times its share."""
    sent = SHARE * TIMES * (CROWD_SECONDS + WARM_UP)
    pace = OTHER_CONNECTIONS * 1000 // PACE_MS * CROWD_SECONDS
    busy = Sender(
        *("busy", both.tokens[1], both.proofs(1, 2 * sent)),
        *(BUSY_CONNECTIONS, CROWD_SECONDS + WARM_UP),
    )
    other = Sender(
        *("other", both.tokens[0], both.proofs(0, 2 * pace)), *(OTHER_CONNECTIONS, CROWD_SECONDS)
    )
    again = replace(other, proofs=both.proofs(0, 2 * pace + 1))
    return beside(busy, (other, again), f"http://{both.host}", PATH, OTHER_CORE)


def median_of(figures: Iterable[float]) -> float:
    return round(statistics.median(figures), 4)


def told(rounds: list[Round]) -> dict[str, float]:
    return {
        "requests_per_second": median_of(one.per_second for one in rounds),
        "cpu_ms_per_request": median_of(one.cpu_ms for one in rounds),
        "p50_ms": median_of(one.p50_ms for one in rounds),
        "p99_ms": median_of(one.p99_ms for one in rounds),
    }


def figures_of(nginx: list[Round], gate: list[Round], log_ms: float) -> dict[str, object]:
    bare, ours = told(nginx), told(gate)
    return {
        "ratio_to_nginx": round(bare["requests_per_second"] / ours["requests_per_second"], 2),
        **ours,
        "cpu_ms_per_request_of_the_log": round(log_ms, 4),
        "nginx": bare,
        "rounds": ROUNDS,
        "seconds_each": SECONDS,
        "connections": CONNECTIONS,
        "load_average": round(os.getloadavg()[0], 2),
    }


def bench_the_gate_with_every_duty_on_beside_a_bare_proxy() -> None:
    missing = [name for name in ("nginx", "wrk", "taskset") if not program(name)]
    if missing:
        pytest.skip(f"not shown: {', '.join(missing)} missing; {INSTALL}")
    figures = asyncio.run(rounds())
    figures["parts_us"] = parts()
    keep("gate", figures)
    assert figures["cpu_ms_per_request"] <= 1.2  # pyright: ignore[reportOperatorIssue]
    assert figures["ratio_to_nginx"] <= 8  # pyright: ignore[reportOperatorIssue]
    crowd = cast("dict[str, float]", figures["one_partner_at_50_times_its_share"])
    assert crowd["p99_ratio"] <= 1.5  # the goal
