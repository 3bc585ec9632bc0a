"""Which processes make a house, in the order in which they start, each with its own environment.

A process gets its own settings and nothing of the operator's environment: a secret of one is never
in another's memory.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ppit_ops import keys
from ppit_ops.doors import Door
from ppit_ops.folder import RunFolder
from ppit_ops.provision import Access

SERVICES = ("officer-safety",)
PSEUDONYM_EPOCH = "2026"
_COMMON = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONUNBUFFERED": "1"}


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """One process: ``door`` is None for a worker, which is ready when it runs."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    door: Door | None


@dataclass(frozen=True, slots=True)
class HousePlan:
    """What to start a house from. ``telemetry`` is ``off``, ``console`` or an OTLP address."""

    folder: RunFolder
    access: Access
    port: int
    telemetry: str = "off"

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> tuple[ProcessPlan, ...]:
        """Return all of them; stopping goes the other way round."""
        return (
            self._log(),
            self._officer_safety(),
            self._internal(),
            self._external(),
            self._worker(),
        )

    def gate_environment(self) -> dict[str, str]:
        folder = self.folder
        return self._environment(
            "PPIT_GATEWAY_",
            database_url=self.access.url("ppit_gateway", "ppit_gateway"),
            issuer=self.issuer,
            log_socket=str(folder.socket("log")),
            signing_key_file=str(folder.root / keys.GATE_SIGNING),
            mandate_key_file=str(folder.root / keys.GATE_MANDATE),
            hop_key_dir=str(folder.root / keys.GATE_HOPS),
            upstreams=json.dumps({name: str(folder.socket(name)) for name in SERVICES}),
            allowed_hosts=json.dumps([f"127.0.0.1:{self.port}", f"localhost:{self.port}"]),
            telemetry=self.telemetry,
        )

    def officer_safety_environment(self) -> dict[str, str]:
        folder = self.folder
        return self._environment(
            "PPIT_OFFICER_SAFETY_",
            database_url=self.access.url("ppit_officer_safety", "ppit_officer_safety"),
            hop_key_file=str(folder.root / keys.service_key("officer-safety", "hop")),
            gate_socket=str(folder.socket("gate")),
            pseudonym_key_file=str(folder.root / keys.service_key("officer-safety", "pseudonym")),
            pseudonym_epoch=PSEUDONYM_EPOCH,
            seal_key_file=str(folder.root / keys.service_key("officer-safety", "seal")),
            telemetry=self.telemetry,
        )

    def auditor_environment(self, database_url: str | None = None) -> dict[str, str]:
        """Return what ``audit-verify`` needs; ``database_url`` names a copy, if one is checked."""
        url = database_url or self.access.url("ppit_gateway", "ppit_auditor")
        return self._environment(
            "PPIT_LOG_",
            auditor_database_url=url,
            public_key_file=str(self.folder.root / keys.LOG_PUBLIC),
        )

    def _log(self) -> ProcessPlan:
        socket = self.folder.socket("log")
        environment = self._environment(
            "PPIT_LOG_",
            database_url=self.access.url("ppit_gateway", "ppit_log"),
            socket=str(socket),
            signing_key_file=str(self.folder.root / keys.LOG_SIGNING),
        )
        return ProcessPlan(
            "log",
            command("ppit-gateway", "log"),
            environment,
            Door(socket=socket, speaks_http=False),
        )

    def _officer_safety(self) -> ProcessPlan:
        socket = self.folder.socket("officer-safety")
        serve = command("ppit-officer-safety", "serve", "--uds", str(socket))
        return ProcessPlan(
            "officer-safety", serve, self.officer_safety_environment(), Door(socket=socket)
        )

    def _worker(self) -> ProcessPlan:
        work = command("ppit-officer-safety", "worker")
        return ProcessPlan("officer-safety-worker", work, self.officer_safety_environment(), None)

    def _internal(self) -> ProcessPlan:
        socket = self.folder.socket("gate")
        serve = command("ppit-gateway", "serve", "--listener", "internal", "--uds", str(socket))
        return ProcessPlan("gate-internal", serve, self.gate_environment(), Door(socket=socket))

    def _external(self) -> ProcessPlan:
        port = str(self.port)
        serve = command("ppit-gateway", "serve", "--listener", "external", "--port", port)
        return ProcessPlan("gate", serve, self.gate_environment(), Door(port=self.port))

    def _environment(self, prefix: str, **settings: str) -> dict[str, str]:
        return _COMMON | {prefix + name.upper(): value for name, value in settings.items()}


def command(program: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line of one of the house's own programs."""
    return (str(Path(sys.executable).with_name(program)), *arguments)
