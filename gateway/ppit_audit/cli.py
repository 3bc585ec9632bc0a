"""The command line of the audit: ``ppit-audit``."""

from ppit_audit.app import SERVICE, create_app, work
from ppit_audit.settings import Settings
from ppit_platform.service_cli import service_cli

cli = service_cli(
    SERVICE,
    help="Read the log for the four purposes that the law allows, each reading in the log.",
    settings=Settings,
    create_app=create_app,
    work=work,
)


def main() -> None:
    cli.app()
