"""G: the conformance kit finds nothing wrong with the gate, and something with any other server.

Two servers that are plainly wrong stand beside it: one that grants everything, one that refuses
everything. A check that fails at neither could not fail at all.
"""

import asyncio
import json
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

from ppit_client.signing import ClientKey
from ppit_conformance import CHECKS, Report, Target, Verdict, run_checks
from ppit_conformance.cli import main
from ppit_conformance.kit import Kit
from ppit_gateway.app import Listener, create_app
from tests.support.gate import APPROVE, SCREEN, SCREENINGS, GateHouse, gate_house
from tests.support.postgres import Cluster
from tests.support.serving import served_on
from tests.support.token_requests import DETAILS, without_sandbox

FOLDER = Path(__file__).parents[2] / "shared/ppit_conformance"
_Start: TypeAlias = Callable[[str, list[tuple[str, str]]], object]


@dataclass(frozen=True, slots=True)
class Town:
    """A gate on loopback with a client that must bind its tokens."""

    house: GateHouse
    issuer: str

    @property
    def resource(self) -> str:
        return f"{self.issuer}{SCREENINGS}/s1"


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> AsyncGenerator[Town]:
    database = cluster.migrated("ppit_gateway")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        changes = {"issuer": f"http://{host}", "allowed_hosts": [host], "deadline_seconds": 10.0}
        async with gate_house(tmp_path_factory.mktemp("kit"), database, **changes) as house:
            await house.load(without_sandbox(house))
            app = create_app(house.settings, Listener.EXTERNAL, house.catalogue)
            async with served_on(app, listening):
                yield Town(house, f"http://{host}")
    cluster.drop(database)


def grants_everything(environ: Mapping[str, object], start: _Start) -> Iterable[bytes]:
    """Answer whatever is asked as if it were good."""
    start("200 OK", [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
    token = {"access_token": "a.b.c", "token_type": "DPoP", "expires_in": 300}
    return [json.dumps(token).encode() if environ["PATH_INFO"] == "/token" else b"{}"]


def refuses_everything(_: Mapping[str, object], start: _Start) -> Iterable[bytes]:
    """Answer whatever is asked as if it were nobody's business."""
    start("403 Forbidden", [("Content-Type", "application/json")])
    return [b'{"error": "access_denied"}']


def tried_at(application: Callable[[Mapping[str, object], _Start], Iterable[bytes]]) -> Report:
    url = "http://wrong.test"
    target = Target(url, f"{url}/token", "c", ClientKey.new(), f"{url}/x", {}, {}, f"{url}/y")
    with httpx.Client(transport=httpx.WSGITransport(application)) as http:
        return run_checks(Kit(target, http), CHECKS)


def named(report: Report, *verdicts: Verdict) -> set[tuple[str, str]]:
    return {(one.clause, one.name) for one in report.results if one.verdict in verdicts}


async def test_g_nothing_is_found_wrong_with_the_gate(town: Town, tmp_path: Path) -> None:
    key, report = tmp_path / "key.pem", tmp_path / "report.json"
    key.write_bytes(town.house.key.private_pem)
    arguments = [
        *("--issuer", town.issuer, "--client-id", "thanet-phones", "--key", str(key)),
        *("--scope", SCREEN, "--agreement", "DSA-001", "--purpose", str(DETAILS["purpose"])),
        *("--resource", town.resource, "--header", "Case-Reference: KIT/1"),
        *("--beyond", f"{town.issuer}/officer-safety/v1/rows/or-not", "--json", str(report)),
    ]
    with pytest.raises(SystemExit) as ended:
        await asyncio.to_thread(main, arguments)
    said = json.loads(report.read_text())
    assert [one for one in said["checks"] if one["verdict"] != "PASSED"] == []
    assert (ended.value.code, said["conforms"]) == (0, True)
    assert said["counts"]["PASSED"] == len(CHECKS) > 90
    assert APPROVE not in SCREEN


def test_every_check_fails_at_a_server_that_is_wrong() -> None:
    generous, mean = tried_at(grants_everything), tried_at(refuses_everything)
    bad = Verdict.FAILED, Verdict.UNSEEN
    every = {(check.clause, check.name) for check in CHECKS}
    assert len(every) == len(CHECKS)
    assert named(generous, *bad) | named(mean, *bad) == every
    assert (generous.conforms, mean.conforms) == (False, False)
    # What must be granted is found missing, and what must be refused is found granted.
    assert ("A1", "a-good-request-is-granted") in named(mean, Verdict.FAILED)
    assert ("B2", "ath-of-another-token") in named(generous, Verdict.FAILED)
    assert len(named(generous, Verdict.FAILED)) > 75


def test_what_never_answers_has_refused_nothing() -> None:
    def nobody(_: Mapping[str, object], __: _Start) -> Iterable[bytes]:
        msg = "no route"
        raise httpx.ConnectError(msg)

    report = tried_at(nobody)
    assert {one.verdict for one in report.results} == {Verdict.UNSEEN}
    assert not report.conforms
    assert "no answer: ConnectError" in report.table()


def test_who_is_told_to_wait_waits_and_asks_again() -> None:
    waits: list[float] = []

    def busy(environ: Mapping[str, object], start: _Start) -> Iterable[bytes]:
        if len(waits) < 2:
            start("429 Too Many Requests", [("Retry-After", "7")])
            return [b""]
        return grants_everything(environ, start)

    target = Target("i", "http://x.test/token", "c", ClientKey.new(), "http://x.test/r", {}, {})
    with httpx.Client(transport=httpx.WSGITransport(busy)) as http:
        report = run_checks(Kit(target, http, waits.append), CHECKS[:1])
    assert waits == [7.0, 7.0]
    assert [one.verdict for one in report.results] == [Verdict.PASSED]


def test_without_a_url_beyond_b3_is_skipped_and_said_so() -> None:
    target = Target("i", "http://x.test/token", "c", ClientKey.new(), "http://x.test/r", {}, {})
    with httpx.Client(transport=httpx.WSGITransport(grants_everything)) as http:
        report = run_checks(Kit(target, http), [one for one in CHECKS if one.clause == "B3"])
    assert report.as_json()["counts"] == {"PASSED": 0, "FAILED": 0, "UNSEEN": 0, "SKIPPED": 1}
    assert not report.conforms


def test_it_says_why_it_did_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key.pem").write_text("no key")
    given = [
        "--issuer",
        "http://127.0.0.1:1",
        "--client-id",
        "c",
        "--resource",
        "http://127.0.0.1:1/r",
    ]
    with pytest.raises(SystemExit) as ended:
        main([*given, "--key", str(tmp_path / "key.pem")])
    assert ended.value.code == 2
    assert "not started: KeyUnusable" in capsys.readouterr().err


def test_the_wheel_has_every_module_and_its_command(tmp_path: Path) -> None:
    subprocess.run(  # noqa: S603  # the build tool of this environment
        [Path(sys.executable).with_name("hatchling"), "build", "-t", "wheel", "-d", tmp_path],
        cwd=FOLDER,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        (entry,) = (packed.read(one).decode() for one in names if one.endswith("entry_points.txt"))
    modules = {f"ppit_conformance/{one.name}" for one in FOLDER.glob("*.py")}
    assert modules | {"ppit_conformance/py.typed"} <= names
    assert re.search(r"ppit-conformance\s*=\s*ppit_conformance\.cli:main", entry)
