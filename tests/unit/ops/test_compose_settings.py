"""Every container of docker-compose.yml starts a program of ours with settings that it has."""

import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer
from pydantic_settings import BaseSettings, SettingsConfigDict
from typer.core import TyperGroup

from ppit_gateway import gate_cli
from ppit_gateway.app import Catalogue
from ppit_gateway.domain.operations import read_operations
from ppit_gateway.log.settings import LogSettings
from ppit_gateway.publishing import probe as publishing_probe
from ppit_gateway.publishing.settings import PublisherSettings
from ppit_gateway.settings import Settings as GateSettings
from ppit_ops import cli
from ppit_ops.mounted_secrets import make_secrets
from ppit_ops.services import SERVICES
from ppit_ops.settings import OpsSettings
from ppit_platform import probe, worker_probe
from ppit_platform.service_cli import ServiceCli
from ppit_platform.strict_json import MAX_BODY_BYTES
from tests.architecture.our_files import ROOT
from tests.support.compose import Compose, Container, read_compose

_OF_THE_MACHINE = {"LC_ALL", "TZ", "PYTHONUNBUFFERED"}
_STARTED = sorted(
    name
    for name, one in read_compose().containers.items()
    if one.command[:1] and one.command[0].startswith("ppit")
)
_OF_THE_GATEWAY: dict[str, type[BaseSettings]] = {
    "log": LogSettings,
    "publish": PublisherSettings,
    "serve": GateSettings,
}
_FROM_ELSEWHERE = {"tls_certificate", "tls_key"}


@pytest.fixture(scope="module")
def compose() -> Compose:
    return read_compose()


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files that ``ppit secrets`` makes."""
    folder = tmp_path_factory.mktemp("secrets")
    make_secrets(folder, host="postgres")
    return folder


@pytest.fixture
def mounted(compose: Compose, secrets: Path, tmp_path: Path, name: str) -> Path:
    """Mount a container's secrets below a folder that stands for ``/run``."""
    for path, secret in compose.containers[name].secrets.items():
        target = tmp_path / path.removeprefix("/run/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(secrets / compose.secret_files[secret], target)
    for path, (source, _) in compose.containers[name].volumes.items():
        if source.startswith("./secrets/"):
            mounted = secrets / source.removeprefix("./secrets/")
            shutil.copytree(mounted, tmp_path / path.removeprefix("/run/"))
        elif source.startswith("./infra/witnesses"):
            shutil.copytree(ROOT / source, tmp_path / path.removeprefix("/run/"))
    return tmp_path


def _settings_of(container: Container) -> type[BaseSettings]:
    if container.command[0] == "ppit-gateway":
        return _OF_THE_GATEWAY[container.command[1]]
    for service in SERVICES:
        if container.command[0] == service.program:
            return import_module(f"{service.package}.settings").Settings
    return OpsSettings


def _program_of(container: Container) -> typer.Typer:
    if container.command[0] == "ppit-gateway":
        return gate_cli.app
    for service in SERVICES:
        if container.command[0] == service.program:
            named = vars(import_module(f"{service.package}.cli")).values()
            return next(one.app for one in named if isinstance(one, ServiceCli))
    import_module("ppit_ops.house_commands")  # which adds to it
    return cli.app


def _there(text: str, mounted: Path) -> str:
    """Put what is mounted below ``/run`` where the test has it."""
    return re.sub(r"/run/(?=secrets|hops|signing|witnesses)", f"{mounted}/", text)


def test_every_secret_is_a_file_that_the_operator_has(compose: Compose, secrets: Path) -> None:
    files = dict(compose.secret_files)
    missing = {name for name, file in files.items() if not (secrets / file).is_file()}
    mounted = {secret for one in compose.containers.values() for secret in one.secrets.values()}
    assert missing == _FROM_ELSEWHERE
    assert mounted == set(files)


@pytest.mark.parametrize("name", _STARTED)
def test_each_process_gets_settings_that_it_has_and_all_that_it_needs(
    compose: Compose, mounted: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = compose.containers[name]
    settings = _settings_of(container)
    prefix = settings.model_config.get("env_prefix", "")
    known = {f"{prefix}{field}".upper() for field in settings.model_fields}
    values = {key: _there(one, mounted) for key, one in container.environment.items()}
    assert set(values) - _OF_THE_MACHINE <= known
    for key, value in values.items():
        monkeypatch.setenv(key, value)

    class Mounted(settings):
        model_config = SettingsConfigDict(secrets_dir=mounted / "secrets")

    Mounted.model_validate({})
    named = [*container.environment.values(), *container.command]
    unread = {
        path
        for path in container.secrets
        if Path(path).name.upper() not in known
        and not {path, str(Path(path).parent)}.intersection(named)
    }
    assert unread == set()


@pytest.mark.parametrize("name", _STARTED)
def test_each_command_is_one_that_the_program_has(
    compose: Compose, mounted: Path, name: str
) -> None:
    container = compose.containers[name]
    program = typer.main.get_command(_program_of(container))
    assert isinstance(program, TyperGroup)
    context = program.make_context(container.command[0], [], resilient_parsing=True)
    arguments = [_there(one, mounted) for one in container.command[1:]]
    _, command, rest = program.resolve_command(context, arguments)
    assert command is not None
    # Parsing refuses an option that is not there and a value that is none of its values.
    command.make_context(command.name, rest, parent=context)


def test_each_health_check_asks_with_options_that_its_probe_has(
    compose: Compose, tmp_path: Path
) -> None:
    url = tmp_path / "url"
    url.write_text("postgresql://127.0.0.1:1/nothing")
    probes = {
        "ppit_platform.probe": probe.main,
        "ppit_platform.worker_probe": worker_probe.main,
        "ppit_gateway.publishing.probe": publishing_probe.main,
    }
    asked = [one.probe for one in compose.containers.values() if one.probe[:2] == ["python", "-m"]]
    assert len(asked) == 4 + 2 * len(SERVICES)
    for _, _, module, *arguments in asked:
        there = [str(url) if one.startswith("/run/secrets/") else one for one in arguments]
        # Nobody answers here; a wrong option would have ended the process.
        assert probes[module](there) == 1


def test_every_url_names_the_database_of_its_service_at_the_containers_host(
    compose: Compose, secrets: Path
) -> None:
    for service in SERVICES:
        file = compose.secret_files[f"{service.prefix.lower()}database_url"]
        url = (secrets / file).read_text()
        assert url.startswith(f"postgresql+psycopg://{service.package}:")
        assert url.endswith(f"@postgres:5432/{service.database}")
    admin = (secrets / compose.secret_files["ppit_database_admin_url"]).read_text()
    password = (secrets / compose.secret_files["postgres_password"]).read_text()
    assert admin == f"postgresql+psycopg://ppit_admin:{password}@postgres:5432/postgres"


def test_secrets_that_are_there_stay_as_they_are(secrets: Path) -> None:
    before = {path: path.read_bytes() for path in secrets.rglob("*") if path.is_file()}
    make_secrets(secrets, host="postgres")
    assert {path: path.read_bytes() for path in before} == before
    assert all(path.stat().st_mode & 0o077 == 0 for path in before)


def _nginx() -> str:
    return (ROOT / "infra" / "nginx" / "nginx.conf").read_text()


def _directives(name: str) -> Iterator[str]:
    return (found[1] for found in re.finditer(rf"^\s*{name} ([^;]+);", _nginx(), re.MULTILINE))


def test_nginx_listens_and_asks_where_the_file_says(compose: Compose) -> None:
    nginx, gate = compose.containers["nginx"], compose.containers["gate"]
    outer, *inner = sorted(_directives("listen"))
    assert outer == "127.0.0.1:8081"
    assert inner == ["8443 ssl"]
    assert nginx.strings("ports") == ["443:8443"]
    assert nginx.probe[-1] == "http://127.0.0.1:8081/livez"
    assert next(_directives("server")) == f"gate:{gate.option('--port')}"
    files = {*_directives("ssl_certificate"), *_directives("ssl_certificate_key")}
    assert files == set(nginx.secrets)


def test_nginx_lets_files_through_where_an_operation_takes_them_and_nowhere_else() -> None:
    """The gate refuses what is larger anyway: nginx keeps it from having to."""
    small, large = list(_directives("client_max_body_size"))
    assert (small, large) == (f"{MAX_BODY_BYTES // 1024}k", "64m")
    (pattern,) = re.findall(r"location ~ (\S+) \{", _nginx())
    takes_files: dict[str, bool] = {}
    for service, document in Catalogue.published().documents.items():
        for operation in read_operations(service, document):
            path = f"/{service}{operation.template}"
            takes_files[path] = takes_files.get(path, False) or operation.rules.takes_files
    assert len(takes_files) > len(SERVICES)
    assert {path: bool(re.fullmatch(pattern, path)) for path in takes_files} == takes_files


def test_nginx_has_room_for_others_beside_ten_thousand_that_never_finish() -> None:
    """`make soak` opens them (``docs/benchmarks/soak-doors.json``); 1,024 turned others away."""
    (connections,), (files,) = (
        _directives("worker_connections"),
        _directives("worker_rlimit_nofile"),
    )
    assert int(connections) > 10_000
    # To each caller belongs one more, to the gate.
    assert int(files) > int(connections)
    assert list(_directives("client_header_timeout")) == ["10s"]


def test_nginx_passes_on_nothing_that_only_a_proxy_may_say() -> None:
    said = dict(one.split(" ", 1) for one in _directives("proxy_set_header"))
    kept = {name: value for name, value in said.items() if value != '""'}
    assert kept == {"Host": "$host"}
    assert said.keys() >= {"Connection", "Forwarded", "X-Forwarded-For", "X-Request-ID"}


def test_the_collector_takes_spans_where_they_are_sent(compose: Compose) -> None:
    text = (ROOT / "infra" / "otel" / "collector.yaml").read_text()
    (port,) = re.findall(
        r"^\s+endpoint: 0\.0\.0\.0:(\d+)$", text.partition("receivers:")[2], re.MULTILINE
    )
    sending = [one for one in compose.containers.values() if _sent_to(one)]
    assert {_sent_to(one) for one in sending} == {f"http://collector:{port}/v1/traces"}
    for container in (*sending, compose.containers["collector"]):
        assert "spans" in container.strings("networks"), container.name
    assert len(sending) == 2 + 2 * len(SERVICES)


def _sent_to(container: Container) -> str:
    found = (
        value for key, value in container.environment.items() if key.endswith("_OTLP_ENDPOINT")
    )
    return next(found, "")
