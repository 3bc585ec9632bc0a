"""What each process of a house is told, and in which order they start."""

import json
from importlib import import_module

import pytest

from ppit_gateway.settings import Settings as GateSettings
from ppit_ops.folder import RunFolder
from ppit_ops.plan import HousePlan, ProcessPlan
from ppit_ops.pools import JOB_POOL, SERVER_POOL, WORKER_POOL, connections_for
from ppit_ops.provision import ROLES, Access
from ppit_ops.services import OFFICER_SAFETY, SERVICES
from ppit_platform.service import ServiceSettings

_ADMIN_URL = "postgresql+psycopg://admin:secret@127.0.0.1:5432/postgres"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> HousePlan:
    root = tmp_path_factory.mktemp("house")
    access = Access(_ADMIN_URL, {role: f"password-of-{role}" for role in ROLES})
    return HousePlan(RunFolder(root, root / "s"), access, 8080)


def _process(plan: HousePlan, name: str) -> ProcessPlan:
    return next(process for process in plan.processes() if process.name == name)


def test_the_gate_comes_after_the_log_and_workers_come_last(plan: HousePlan) -> None:
    waves = [{process.name for process in wave} for wave in plan.waves()]
    assert waves == [
        {"log", *(service.name for service in SERVICES)},
        {"publisher", "gate-internal", "gate"},
        {service.worker for service in SERVICES},
    ]


def test_no_process_is_told_a_secret_of_another(plan: HousePlan) -> None:
    told = {
        process.name: {role for role in ROLES if f"password-of-{role}@" in str(process.environment)}
        for process in plan.processes()
    }
    of_services = {
        name: {service.package} for service in SERVICES for name in (service.name, service.worker)
    }
    gates = {name: {"ppit_gateway"} for name in ("gate", "gate-internal")}
    assert told == {"log": {"ppit_log"}, "publisher": {"ppit_publisher"}, **gates, **of_services}
    assert not any("secret" in str(process.environment) for process in plan.processes())


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_is_told_settings_that_it_has(plan: HousePlan, service: object) -> None:
    one = next(known for known in SERVICES if known == service)
    settings: type[ServiceSettings] = import_module(f"{one.package}.settings").Settings
    known = {f"{one.prefix}{field}".upper() for field in settings.model_fields}
    needed = {
        f"{one.prefix}{name}".upper()
        for name, field in settings.model_fields.items()
        if field.is_required()
    }
    told = {name for name in _process(plan, one.name).environment if name.startswith("PPIT_")}
    assert needed <= told <= known
    assert _process(plan, one.worker).environment[f"{one.prefix}DATABASE_POOL_SIZE"] == str(
        WORKER_POOL
    )


def test_the_gate_knows_services_that_do_not_run(plan: HousePlan) -> None:
    alone = HousePlan(plan.folder, plan.access, 8080, services=(OFFICER_SAFETY,))
    upstreams = json.loads(_process(alone, "gate").environment["PPIT_GATEWAY_UPSTREAMS"])
    assert set(upstreams) == {service.name for service in SERVICES}
    names = {process.name for process in alone.processes()}
    assert names == {
        *("log", "publisher", "gate", "gate-internal"),
        *("officer-safety", "officer-safety-worker"),
    }


@pytest.mark.parametrize(
    ("telemetry", "told"),
    [
        ("off", {"PPIT_GATEWAY_TELEMETRY": "off"}),
        (
            "http://localhost:4318/v1/traces",
            {
                "PPIT_GATEWAY_TELEMETRY": "otlp",
                "PPIT_GATEWAY_OTLP_ENDPOINT": "http://localhost:4318/v1/traces",
            },
        ),
    ],
)
def test_spans_go_where_the_operator_says(
    plan: HousePlan, telemetry: str, told: dict[str, str]
) -> None:
    exporting = HousePlan(plan.folder, plan.access, 8080, telemetry)
    environment = exporting.gate_environment()
    assert told.items() <= environment.items()
    assert {name.removeprefix("PPIT_GATEWAY_").lower() for name in told} <= set(
        GateSettings.model_fields
    )


def test_postgresql_allows_what_all_pools_together_may_open() -> None:
    pools = SERVER_POOL + WORKER_POOL + JOB_POOL
    assert connections_for(4) - connections_for(3) > pools
    assert connections_for(0) >= 2 * SERVER_POOL
