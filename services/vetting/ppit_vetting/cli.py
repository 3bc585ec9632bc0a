"""The command line of vetting: ``ppit-vetting``."""

from ppit_platform.service_cli import service_cli
from ppit_vetting.app import SERVICE, create_app, work
from ppit_vetting.settings import Settings

_cli = service_cli(
    SERVICE,
    help="Vet applicants for public money: findings, a recommendation, a human decision.",
    settings=Settings,
    create_app=create_app,
    work=work,
)


def main() -> None:
    _cli.app()
