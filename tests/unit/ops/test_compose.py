"""docker-compose.yml says what the house is: its processes, and how they find one another."""

import json
import re
import subprocess
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import cast

import pytest
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from ppit_ops.console_scripts import write
from ppit_ops.pools import WORKER_POOL, connections_for
from ppit_ops.postgres_address import Address
from ppit_ops.postgres_folder import PostgresFolder
from ppit_ops.services import SERVICES, Service
from tests.architecture.our_files import ROOT
from tests.support.compose import COMPOSE_FILE, Compose, Container, read_compose

PYPROJECT = ROOT / "pyproject.toml"
_FAMILY = ("log", "publisher", "gate", "gate-internal")
_MIGRATED = "service_completed_successfully"
_FIRST_DAYS = ("postgres", "migrations", "collector", "nginx")
"""Those whose health or order is a matter of their own."""
_SECRET_NAMES = re.compile(r"(PASSWORD|SECRET|TOKEN|_KEY|DATABASE_URL|ADMIN_URL)$")


@pytest.fixture(scope="module")
def compose() -> Compose:
    return read_compose()


def _violations(text: str) -> list[str]:
    """Hold a file against the Compose specification that check-jsonschema carries."""
    carried = files("check_jsonschema").joinpath("builtin_schemas", "vendor", "compose-spec.json")
    schema = json.loads(carried.read_text())
    document = YAML(typ="safe").load(text)  # pyright: ignore[reportUnknownMemberType]
    return [error.message for error in validator_for(schema)(schema).iter_errors(document)]


def test_it_is_valid_by_the_compose_specification() -> None:
    text = COMPOSE_FILE.read_text()
    assert _violations(text) == []
    assert _violations(text.replace("healthcheck:", "healthchecks:")) != []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_service_has_a_server_a_worker_a_database_and_health_checks(
    compose: Compose, service: Service
) -> None:
    server, worker = compose.containers[service.name], compose.containers[service.worker]
    url = f"/run/secrets/{service.prefix.lower()}database_url"
    assert server.command[:2] == [service.program, "serve"]
    assert worker.command == [service.program, "worker"]
    assert server.secrets == worker.secrets
    assert server.secrets[url] == f"{service.prefix.lower()}database_url"
    assert server.probe[3:] == ["http", "--uds", server.option("--uds")]
    assert worker.probe[2:] == ["ppit_platform.worker_probe", "--database-url-file", url]
    assert worker.environment[f"{service.prefix}DATABASE_POOL_SIZE"] == str(WORKER_POOL)


def test_nothing_else_runs_than_the_house_and_what_it_stands_on(compose: Compose) -> None:
    of_services = {name for service in SERVICES for name in (service.name, service.worker)}
    assert set(compose.containers) == {*of_services, *_FAMILY, *_FIRST_DAYS}


def _ours(compose: Compose) -> list[Container]:
    return [one for one in compose.containers.values() if one.name not in _FIRST_DAYS]


def test_every_socket_is_at_one_path_in_one_volume_for_both_ends(compose: Compose) -> None:
    containers = compose.containers
    gate, internal, log = (containers[name] for name in ("gate", "gate-internal", "log"))
    upstreams = json.loads(gate.environment["PPIT_GATEWAY_UPSTREAMS"])
    assert set(upstreams) == {service.name for service in SERVICES}
    ends = [(log.environment["PPIT_LOG_SOCKET"], log, [gate, internal])]
    callers = [containers[name] for one in SERVICES for name in (one.name, one.worker)]
    ends.append((internal.option("--uds"), internal, callers))
    ends += [(path, containers[name], [gate, internal]) for name, path in upstreams.items()]
    for path, listener, speakers in ends:
        volume = listener.volumes[str(Path(path).parent)]
        assert volume[1], f"{listener.name} cannot make its socket"
        mounted = {
            one.name for one in containers.values() if volume[0] in dict(one.volumes.values())
        }
        assert mounted == {listener.name, *(one.name for one in speakers)}
        for speaker in speakers:
            assert speaker.volumes[str(Path(path).parent)] == (volume[0], False)


def test_each_process_is_told_the_sockets_at_which_the_others_listen(compose: Compose) -> None:
    containers = compose.containers
    internal = containers["gate-internal"].option("--uds")
    for service in SERVICES:
        path = json.loads(containers["gate"].environment["PPIT_GATEWAY_UPSTREAMS"])[service.name]
        assert containers[service.name].option("--uds") == path
        for name in (service.name, service.worker):
            assert containers[name].environment[f"{service.prefix}GATE_SOCKET"] == internal
    log = containers["log"].environment["PPIT_LOG_SOCKET"]
    assert containers["log"].probe[-1] == log
    assert containers["gate"].environment["PPIT_GATEWAY_LOG_SOCKET"] == log
    assert containers["gate"].environment == containers["gate-internal"].environment


def test_outside_reaches_nginx_alone_and_nginx_the_gate_alone(compose: Compose) -> None:
    containers = compose.containers
    published = [one.name for one in containers.values() if one.strings("ports")]
    open_networks = {name for name, one in compose.networks.items() if not one.get("internal")}
    on_open = [
        one.name for one in containers.values() if open_networks & {*one.strings("networks")}
    ]
    beside_nginx = {
        one.name
        for one in containers.values()
        if {*one.strings("networks")} & {*containers["nginx"].strings("networks")}
    }
    assert published == ["nginx"]
    # Webhooks and checkpoints go out, by a network of their own on which nothing listens.
    assert sorted(on_open) == ["nginx", "publisher", "webhooks-worker"]
    assert beside_nginx == {"nginx", "gate"}


def test_no_service_listens_on_a_network(compose: Compose) -> None:
    listening = [one.name for one in compose.containers.values() if "--port" in one.command]
    assert listening == ["gate"]


def test_every_container_is_confined(compose: Compose) -> None:
    confined = {
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "user": "10001:10001",
        "limits": ["cpus", "memory", "pids"],
    }
    found = {one.name: _confinement(one) for one in compose.containers.values()}
    assert [name for name, how in found.items() if how != confined] == []
    assert len(found) > len(SERVICES)


def _confinement(container: Container) -> dict[str, object]:
    names = ("read_only", "cap_drop", "security_opt", "user")
    limits = re.findall(r"'(cpus|memory|pids)'", str(container.node["deploy"]))
    return {name: container.node[name] for name in names} | {"limits": sorted(limits)}


def test_whatever_ends_is_started_again_but_the_migrations(compose: Compose) -> None:
    restarts = {one.name: one.node["restart"] for one in compose.containers.values()}
    once = {name for name, policy in restarts.items() if policy != "unless-stopped"}
    assert (once, restarts["migrations"]) == ({"migrations"}, "no")


def test_whoever_uses_the_database_waits_for_its_tables(compose: Compose) -> None:
    for container in _ours(compose):
        assert container.waits_for["migrations"] == _MIGRATED, container.name
    assert compose.containers["migrations"].waits_for == {"postgres": "service_healthy"}
    for name in ("gate", "gate-internal"):
        assert compose.containers[name].waits_for["log"] == "service_healthy"
    assert compose.containers["nginx"].waits_for == {"gate": "service_healthy"}


def test_every_process_of_ours_has_a_health_check(compose: Compose) -> None:
    unchecked = [one.name for one in compose.containers.values() if not one.probe]
    assert unchecked == ["migrations", "collector"]


def test_no_secret_stands_in_the_file_or_in_an_environment(compose: Compose) -> None:
    text = COMPOSE_FILE.read_text()
    assert not re.search(r"[0-9a-fA-F]{32}|postgres(ql)?(\+psycopg)?://|-----BEGIN", text)
    named = {name for one in compose.containers.values() for name in one.environment}
    assert [name for name in named if _SECRET_NAMES.search(name)] == []
    assert all(file.startswith("${PPIT_SECRETS:-./secrets}/") for file in _files_as_written(text))


def _files_as_written(text: str) -> list[str]:
    return re.findall(r'\{file: "([^"]+)"\}', text)


def test_postgresql_is_set_as_the_embedded_one_is(compose: Compose, tmp_path: Path) -> None:
    """Above all: what it never writes to its own log."""
    (tmp_path / "data").mkdir()
    folder = PostgresFolder(tmp_path, 18, durable=True, account=None)
    folder.configure(Address("127.0.0.1", 5432, ""), tmp_path, connections_for(len(SERVICES)))
    lines = (tmp_path / "data" / "postgresql.conf").read_text().splitlines()
    embedded = dict(line.split(" = ") for line in lines)
    command = compose.containers["postgres"].command[1:]
    given = dict(option.removeprefix("-c").split("=") for option in command)
    of_the_place = {"listen_addresses", "port", "unix_socket_directories", "shared_buffers"}
    of_the_place |= {"unix_socket_permissions"}
    assert given == {
        name: value.strip("'") for name, value in embedded.items() if name not in of_the_place
    }


def test_every_image_is_built_from_a_file_that_is_there_of_what_is_pinned_by_hash(
    compose: Compose,
) -> None:
    built = {
        cast("Mapping[str, str]", one.node["build"])["dockerfile"]
        for one in compose.containers.values()
        if "build" in one.node
    }
    assert built == {"infra/Dockerfile"}
    said = (ROOT / "infra" / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (\S+) ", said, re.MULTILINE)
    assert [one for one in copied if not (ROOT / one).exists()] == []
    assert "pip install --no-cache-dir --require-hashes -r /app/requirements/runtime.txt" in said
    (path,) = re.findall(r"PYTHONPATH=(\S+)", said)
    folders = tomllib.loads(PYPROJECT.read_text())["tool"]["hatch"]["build"]["dev-mode-dirs"]
    assert sorted(path.split(":")) == sorted(f"/app/{one}" for one in folders)


def test_every_command_is_a_script_of_the_image_and_starts(
    compose: Compose, tmp_path: Path
) -> None:
    scripts = write(PYPROJECT, tmp_path)
    commands = {one.command[0] for one in compose.containers.values() if one.command}
    assert {one for one in commands if one.startswith("ppit")} <= set(scripts)
    started = subprocess.run(  # noqa: S603  # our own program, no shell
        [str(tmp_path / "ppit-migrate"), "--help"], capture_output=True, timeout=60, check=False
    )
    assert (started.returncode, b"ppit-migrate" in started.stdout) == (0, True), started.stderr
