"""The command line of the webhooks service: ``ppit-webhooks``."""

from ppit_platform.service_cli import service_cli
from ppit_webhooks.actions.deliver import SERVICE
from ppit_webhooks.app import create_app, work
from ppit_webhooks.settings import Settings

cli = service_cli(
    SERVICE,
    help="Tell partners that something of their own has changed, by identifiers alone.",
    settings=Settings,
    create_app=create_app,
    work=work,
)


def main() -> None:
    cli.app()
