"""What one partner that sends fifty times its share costs the others, at the same gate.

Both are paced: the busy one sends fifty times what its agreement lets it ask, the other a steady
trickle well within its own. What is told is the other's p99 with the busy one beside it, and
without; every answer of the other must be a 200.
"""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.machine import program

SHARE = 10
"""Requests a second that the busy partner's agreement grants."""
TIMES = 50
PACE_MS = 100
BUSY_CONNECTIONS = SHARE * TIMES * PACE_MS // 1000
OTHER_CONNECTIONS = 4
SECONDS = 10
WARM_UP = 2

# wrk waits before each request of a connection, which is not counted as time of its answer.
SCRIPT = """
local proofs = {{}}
for line in io.lines("{proofs}") do proofs[#proofs + 1] = line end
local at = 0
bad = 0
delay = function() return {pace} end
request = function()
  at = at + 1
  return "GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\nAuthorization: DPoP {token}\\r\\n" ..
    "Case-Reference: BENCH/1\\r\\nDPoP: " .. (proofs[at] or "") .. "\\r\\n\\r\\n"
end
local threads = {{}}
setup = function(thread) threads[#threads + 1] = thread end
response = function(status)
  if status ~= 200 then bad = bad + 1 end
end
done = function(summary, latency)
  local failed = 0
  for _, thread in ipairs(threads) do failed = failed + thread:get("bad") end
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, latency:percentile(99), failed))
end
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """One partner's requests: its token, and a file with a proof for each of them."""

    name: str
    token: str
    proofs: Path
    connections: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Told:
    """What came back; ``refused`` is everything but a 200."""

    requests: int
    p99_ms: float
    refused: int


@contextmanager
def sending(sender: Sender, url: str, path: str, core: str) -> Generator["subprocess.Popen[str]"]:
    script = sender.proofs.with_name(f"{sender.name}.lua")
    script.write_text(
        SCRIPT.format(
            proofs=sender.proofs,
            pace=PACE_MS,
            path=path,
            host=url.removeprefix("http://"),
            token=sender.token,
        ),
        encoding="ascii",
    )
    wrk = subprocess.Popen(  # noqa: S603  # our own program
        (
            *(program("taskset"), "-c", core, program("wrk"), "-t1", f"-c{sender.connections}"),
            *(f"-d{sender.seconds}s", "--timeout", "10s", "-s", str(script), url),
        ),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield wrk
    finally:
        wrk.kill()
        wrk.wait()


def told(wrk: "subprocess.Popen[str]") -> Told:
    said, _ = wrk.communicate()
    (result,) = [line for line in said.splitlines() if line.startswith("RESULT")]
    requests, p99, refused = map(int, result.split()[1:])
    assert requests > 0
    return Told(requests, p99 / 1000, refused)


def beside(
    busy: Sender, others: tuple[Sender, Sender], url: str, path: str, core: str
) -> dict[str, float]:
    """Measure the other alone, then with the busy one, with new proofs each time."""
    with sending(others[0], url, path, core) as wrk:
        alone = told(wrk)
    with sending(busy, url, path, core) as crowd, sending(others[1], url, path, core) as wrk:
        crowded = told(wrk)
        crowd_told = told(crowd)
    assert alone.refused == crowded.refused == 0
    assert crowd_told.refused > 0
    return {
        "p99_ms_of_others_alone": alone.p99_ms,
        "p99_ms_of_others_beside_it": crowded.p99_ms,
        "p99_ratio": round(crowded.p99_ms / alone.p99_ms, 2),
        "times_its_share": round(crowd_told.requests / busy.seconds / SHARE, 1),
        "refused_of_it": round(crowd_told.refused / crowd_told.requests, 3),
    }
