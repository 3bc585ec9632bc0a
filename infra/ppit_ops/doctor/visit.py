"""Finds the house that is meant: one that runs from a folder, or one whose secrets are mounted."""

from pathlib import Path

from sqlalchemy import make_url

from ppit_ops.doctor.examine import NotExamined, examine
from ppit_ops.doctor.examined import Finding
from ppit_ops.doctor.rules import diagnose
from ppit_ops.folder import RunFolder
from ppit_ops.provision import GATE, role_passwords
from ppit_ops.running import NotRunning
from ppit_ops.state import read_state

_AUDITOR_URL = "PPIT_LOG_AUDITOR_DATABASE_URL"
_GATE_URL = "urls/ppit_gateway_database_url"


def visit_folder(folder: RunFolder) -> list[Finding]:
    """Examine the house that runs from ``folder``; ``NotRunning`` if none does."""
    state = read_state(folder)
    if state is None:
        msg = "nothing runs from this folder: start it with 'ppit run', or give --secrets"
        raise NotRunning(msg)
    password = role_passwords(folder.keys / "roles.json")[GATE]
    url = make_url(state.auditor[_AUDITOR_URL]).set(username=GATE, password=password)
    gate_url = url.render_as_string(hide_password=False)
    return diagnose(examine(folder.keys, gate_url, issuer=state.issuer, telemetry=state.telemetry))


def visit_secrets(secrets: Path, *, issuer: str, telemetry: str) -> list[Finding]:
    """Examine a house by the secrets that are mounted into its containers (``ppit secrets``)."""
    url = secrets / _GATE_URL
    if not url.is_file():
        msg = f"{_GATE_URL} is not in {secrets}"
        raise NotExamined(msg)
    return diagnose(
        examine(secrets / "keys", url.read_text().strip(), issuer=issuer, telemetry=telemetry)
    )
