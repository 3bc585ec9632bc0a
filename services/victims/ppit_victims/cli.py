"""The command line of the victim register: ``ppit-victims``."""

from ppit_platform.service_cli import service_cli
from ppit_victims.app import SERVICE, create_app, work
from ppit_victims.settings import Settings

cli = service_cli(
    SERVICE,
    help="Keep one register of victims that every agency reports to and acts on.",
    settings=Settings,
    create_app=create_app,
    work=work,
)
cli.add_gazetteer()


def main() -> None:
    cli.app()
