"""Which processes make a house, in the order in which they start, each with its own environment.

A process gets its own settings and nothing of the operator's environment: a secret of one is never
in another's memory.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ppit_ops import keys
from ppit_ops.doors import Door
from ppit_ops.folder import RunFolder
from ppit_ops.pools import SERVER_POOL, WORKER_POOL
from ppit_ops.programs import command
from ppit_ops.provision import Access
from ppit_ops.services import SERVICES, Service

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
    """What to start a house from. ``telemetry`` is ``off``, ``console`` or an OTLP address.

    The gate knows every service; those that are not in ``services`` do not answer.
    """

    folder: RunFolder
    access: Access
    port: int
    telemetry: str = "off"
    services: tuple[Service, ...] = SERVICES

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def waves(self) -> tuple[tuple[ProcessPlan, ...], ...]:
        """Return all processes, those of a wave at once; stopping goes the other way round.

        The gate refuses to start without the log; nobody waits for a worker.
        """
        return (
            (self._log(), *map(self._server, self.services)),
            (self._publisher(), self._internal(), self._external()),
            tuple(map(self._worker, self.services)),
        )

    def processes(self) -> tuple[ProcessPlan, ...]:
        return tuple(process for wave in self.waves() for process in wave)

    def gate_environment(self) -> dict[str, str]:
        folder = self.folder
        return self._environment(
            "PPIT_GATEWAY_",
            database_url=self.access.url("ppit_gateway", "ppit_gateway"),
            issuer=self.issuer,
            log_socket=str(folder.socket("log")),
            log_public_key_file=str(folder.root / keys.LOG_PUBLIC),
            log_ml_dsa_public_key_file=str(folder.root / keys.LOG_ML_DSA_PUBLIC),
            signing_key_dir=str(folder.root / keys.GATE_SIGNING),
            mandate_key_file=str(folder.root / keys.GATE_MANDATE),
            hop_key_dir=str(folder.root / keys.GATE_HOPS),
            upstreams=json.dumps({one.name: str(folder.socket(one.name)) for one in SERVICES}),
            allowed_hosts=json.dumps([f"127.0.0.1:{self.port}", f"localhost:{self.port}"]),
            **self._telemetry(),
        )

    def service_environment(
        self, service: Service, *, pool_size: int = SERVER_POOL
    ) -> dict[str, str]:
        """Return the settings of a service's server, worker (fewer connections) or command."""
        folder = self.folder
        return self._environment(
            service.prefix,
            database_url=self.access.url(service.database, service.package),
            database_pool_size=str(pool_size),
            hop_key_file=str(folder.root / keys.service_key(service.name, "hop")),
            gate_socket=str(folder.socket("gate")),
            pseudonym_key_file=str(folder.root / keys.service_key(service.name, "pseudonym")),
            pseudonym_epoch=PSEUDONYM_EPOCH,
            seal_key_file=str(folder.root / keys.service_key(service.name, "seal")),
            **dict(service.settings),
            **self._telemetry(),
        )

    def auditor_environment(self, database_url: str | None = None) -> dict[str, str]:
        """Return what ``audit-verify`` needs; ``database_url`` names a copy, if one is checked."""
        url = database_url or self.access.url("ppit_gateway", "ppit_auditor")
        return self._environment(
            "PPIT_LOG_",
            auditor_database_url=url,
            public_key_file=str(self.folder.root / keys.LOG_PUBLIC),
            ml_dsa_public_key_file=str(self.folder.root / keys.LOG_ML_DSA_PUBLIC),
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

    def _publisher(self) -> ProcessPlan:
        environment = self._environment(
            "PPIT_PUBLISHER_",
            database_url=self.access.url("ppit_gateway", "ppit_publisher"),
            signing_key_file=str(self.folder.root / keys.LOG_SIGNING),
            ml_dsa_key_file=str(self.folder.root / keys.LOG_ML_DSA),
        )
        return ProcessPlan("publisher", command("ppit-gateway", "publish"), environment, None)

    def _server(self, service: Service) -> ProcessPlan:
        socket = self.folder.socket(service.name)
        serve = command(service.program, "serve", "--uds", str(socket))
        environment = self.service_environment(service)
        return ProcessPlan(service.name, serve, environment, Door(socket=socket))

    def _worker(self, service: Service) -> ProcessPlan:
        environment = self.service_environment(service, pool_size=WORKER_POOL)
        return ProcessPlan(service.worker, command(service.program, "worker"), environment, None)

    def _internal(self) -> ProcessPlan:
        socket = self.folder.socket("gate")
        serve = command("ppit-gateway", "serve", "--listener", "internal", "--uds", str(socket))
        return ProcessPlan("gate-internal", serve, self.gate_environment(), Door(socket=socket))

    def _external(self) -> ProcessPlan:
        port = str(self.port)
        serve = command("ppit-gateway", "serve", "--listener", "external", "--port", port)
        return ProcessPlan("gate", serve, self.gate_environment(), Door(port=self.port))

    def _telemetry(self) -> dict[str, str]:
        if "://" in self.telemetry:
            return {"telemetry": "otlp", "otlp_endpoint": self.telemetry}
        return {"telemetry": self.telemetry}

    def _environment(self, prefix: str, **settings: str) -> dict[str, str]:
        return _COMMON | {prefix + name.upper(): value for name, value in settings.items()}
