"""G: ``ppit doctor`` on a real database and real files, from the outside."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psycopg
import pytest

from ppit_client import new_key_pair
from ppit_gateway.app import Catalogue, register
from ppit_ops.folder import write_private
from ppit_ops.keys import make_keys
from ppit_ops.provision import plain
from ppit_ops.services import SERVICES
from tests.support.agreements import an_entry
from tests.support.gate import APPROVE, SCREEN, an_agreement
from tests.support.postgres import Database

_WITNESSED_BY_NOBODY = """
    INSERT INTO log.witness_policy (policy, set_at) VALUES ('quorum all', now());
    INSERT INTO log.published (size, root, note, signed_at)
    VALUES (1, decode(repeat('00', 32), 'hex'), '', now() - interval '1 min')
"""


@dataclass(frozen=True, slots=True)
class Told:
    code: int
    findings: list[dict[str, str]]
    error: str

    @property
    def codes(self) -> set[str]:
        return {one["code"] for one in self.findings}


def doctor(secrets: Path, *arguments: str, issuer: str = "https://ppit.example") -> Told:
    program = Path(sys.executable).with_name("ppit")
    done = subprocess.run(  # noqa: S603  # our own program
        [program, "doctor", "--json", "--secrets", secrets, "--issuer", issuer, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    said = cast("dict[str, list[dict[str, str]]]", json.loads(done.stdout or "{}"))
    return Told(done.returncode, said.get("findings", []), done.stderr)


@pytest.fixture
async def secrets(gateway_database: Database, tmp_path: Path) -> Path:
    """Give the secrets of a house whose register is sound."""
    make_keys(tmp_path, SERVICES)
    url = gateway_database.url("ppit_gateway")
    write_private(tmp_path / "urls" / "ppit_gateway_database_url", url.encode())
    said = an_entry(review="2030-01-01")
    terms = an_agreement(ends="2030-12-31", entry=said, retention_days=365, people_per_user_hour=50)
    document = {
        "partners": [{"org_id": "thanet", "name": "Thanet"}, {"org_id": "ppit", "name": "PPIT"}],
        "clients": [
            {
                "client_id": "phones",
                "org_id": "thanet",
                "jwks": new_key_pair().jwks,
                "agreements": ["DSA-001"],
            }
        ],
        "users": [
            {"user_id": name, "org_id": "ppit", "role": role}
            for name, role in (("op-1", "OPERATOR"), ("ap-1", "APPROVER"))
        ],
        "agreements": [{**terms, "fields": {APPROVE: ["*"], SCREEN: ["*"]}}],
    }
    await register(url, json.dumps(document).encode(), Catalogue.published())
    return tmp_path


async def test_a_sound_house_ends_with_0_and_a_weak_one_with_1(
    secrets: Path, gateway_database: Database
) -> None:
    sound = doctor(secrets)
    assert (sound.code, sound.findings, sound.error) == (0, [], "")
    (secrets / "keys" / "victims" / "seal.key").chmod(0o644)
    with psycopg.connect(plain(gateway_database.admin_url), autocommit=True) as admin:
        admin.execute("UPDATE client SET sandbox = true")
        admin.execute("UPDATE client_key SET active = false")
        admin.execute("UPDATE partner_user SET status = 'SUSPENDED' WHERE user_id = 'op-1'")
        admin.execute("GRANT UPDATE ON log.entry TO ppit_log")
        admin.execute("GRANT USAGE ON SCHEMA log TO ppit_gateway")
        admin.execute("GRANT SELECT ON log.salt TO ppit_gateway")
        admin.execute(_WITNESSED_BY_NOBODY)
    weak = doctor(
        secrets, "--telemetry", "http://collector:4318/v1/traces", issuer="http://ppit.example"
    )
    assert weak.code == 1
    assert weak.codes == {
        "KEY_READABLE",
        "SANDBOX_CLIENT",
        "BEARER_TOKENS",
        "CLIENT_WITHOUT_KEYS",
        "FEWER_THAN_TWO_ADMINISTRATORS",
        "LOG_ROLE_TOO_POWERFUL",
        "WITNESS_QUORUM_MISSING",
        "ISSUER_NOT_HTTPS",
        "TELEMETRY_PLAIN_HTTP",
    }
    too_strong = {one["subject"] for one in weak.findings if one["code"].startswith("LOG_ROLE")}
    assert too_strong == {"ppit_log", "ppit_gateway"}


async def test_what_cannot_be_examined_is_never_sound(secrets: Path) -> None:
    (secrets / "urls" / "ppit_gateway_database_url").write_text("postgresql://127.0.0.1:1/nothing")
    told = doctor(secrets)
    assert (told.code, told.findings) == (1, [])
    assert "could not be examined" in told.error
    (secrets / "urls" / "ppit_gateway_database_url").unlink()
    assert doctor(secrets).code == 1
