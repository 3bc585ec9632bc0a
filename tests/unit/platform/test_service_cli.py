"""A service's command line: what every one has, and what it says of settings that are missing."""

import json

import pytest
import typer
from fastapi import FastAPI
from pydantic_settings import SettingsConfigDict
from typer.testing import CliRunner, Result

from ppit_platform.service import GazetteerSettings, create_service
from ppit_platform.service_cli import ServiceCli, service_cli

RUNNER = CliRunner()


class Settings(GazetteerSettings):
    model_config = SettingsConfigDict(env_prefix="PPIT_NOTEBOOK_", frozen=True, extra="forbid")


def create_app(settings: Settings | None = None) -> FastAPI:
    return create_service("notebook", title="Notes", version="1", routers=[], settings=settings)


async def work(settings: Settings) -> None:
    typer.echo(f"worked with {settings.database_url}")


@pytest.fixture
def cli() -> ServiceCli[Settings]:
    cli = service_cli(
        "notebook", help="Keep notes.", settings=Settings, create_app=create_app, work=work
    )
    cli.add_gazetteer()
    return cli


def ask(cli: ServiceCli[Settings], *arguments: str, **environment: str) -> Result:
    return RUNNER.invoke(cli.app, list(arguments), env=environment)


def test_missing_settings_are_named_and_what_is_set_is_not_shown(cli: ServiceCli[Settings]) -> None:
    secret = "postgresql://u:a-password@h/d"  # noqa: S105  # nobody's
    said = ask(cli, "worker", PPIT_NOTEBOOK_DATABASE_URL=secret, PPIT_NOTEBOOK_DEADLINE_SECONDS="x")
    assert said.exit_code == 2
    assert "PPIT_NOTEBOOK_HOP_KEY_FILE: Field required" in said.output
    assert "PPIT_NOTEBOOK_DEADLINE_SECONDS:" in said.output
    assert "PPIT_NOTEBOOK_DATABASE_URL" not in said.output
    assert "a-password" not in said.output


def test_the_published_document_needs_no_settings(cli: ServiceCli[Settings]) -> None:
    said = ask(cli, "openapi")
    assert said.exit_code == 0
    assert json.loads(said.output)["info"]["title"] == "Notes"


@pytest.mark.parametrize("where", [(), ("--uds", "x.sock", "--port", "1")])
def test_it_listens_in_one_place(cli: ServiceCli[Settings], where: tuple[str, ...]) -> None:
    said = ask(cli, "serve", *where)
    assert (said.exit_code, "notebook: give --uds or --port" in said.output) == (2, True)


def test_its_help_names_its_commands_and_the_prefix_of_its_settings(
    cli: ServiceCli[Settings],
) -> None:
    said = ask(cli, "--help", COLUMNS="200")
    assert "Keep notes. (settings: PPIT_NOTEBOOK_*)" in said.output
    for command in ("serve", "worker", "openapi", "load-gazetteer"):
        assert command in said.output
