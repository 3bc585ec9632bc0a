"""The command line of the administration: ``ppit-partners``."""

from ppit_partners.app import SERVICE, create_app, work
from ppit_partners.settings import Settings
from ppit_platform.service_cli import service_cli

cli = service_cli(
    SERVICE,
    help="Keep the register of partners: changes by two people, each in the log.",
    settings=Settings,
    create_app=create_app,
    work=work,
)


def main() -> None:
    cli.app()
