"""Makes the files that an operator mounts as secrets where containers run the house.

``keys/`` as in a run folder, ``roles.json`` with the passwords of the roles, and in ``urls/`` a
database URL for each process, named after the setting that reads it.
"""

import secrets
from pathlib import Path

from sqlalchemy import URL

from ppit_ops.folder import write_private
from ppit_ops.keys import make_keys
from ppit_ops.postgres_address import ADMIN
from ppit_ops.provision import Access, role_passwords
from ppit_ops.services import SERVICES

_ADMIN_FILE = "postgres-password"
_ROLES = "roles.json"
_OF_THE_GATE = {
    "ppit_gateway_database_url": "ppit_gateway",
    "ppit_log_database_url": "ppit_log",
    "ppit_publisher_database_url": "ppit_publisher",
    "ppit_log_auditor_database_url": "ppit_auditor",
}


def make_secrets(folder: Path, *, host: str, port: int = 5432) -> int:
    """Make whatever is missing in ``folder`` and say how many files it holds.

    A password or key that is there stays; the URLs are written anew, for ``host`` and ``port``.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_keys(folder, SERVICES)
    admin_file = folder / _ADMIN_FILE
    if not admin_file.exists():
        write_private(admin_file, secrets.token_hex(24).encode())
    admin = URL.create(
        "postgresql+psycopg", ADMIN, admin_file.read_text(), host, port, "postgres"
    ).render_as_string(hide_password=False)
    access = Access(admin, role_passwords(folder / _ROLES))
    urls = {"ppit_database_admin_url": admin}
    urls |= {name: access.url("ppit_gateway", role) for name, role in _OF_THE_GATE.items()}
    urls |= {
        f"{service.prefix.lower()}database_url": access.url(service.database, service.package)
        for service in SERVICES
    }
    for name, url in urls.items():
        write_private(folder / "urls" / name, url.encode())
    return sum(path.is_file() for path in folder.rglob("*"))
