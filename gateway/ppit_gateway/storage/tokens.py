"""What the token service keeps: whose keys are whose, what was used once, what was taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.domain.issuers import PartnerIssuer
from ppit_gateway.storage.patience import PatientDatabase
from ppit_platform.dpop import EARLIEST, LATEST, Proof
from ppit_platform.tokens import PublicKey

_KEY = text("""
    SELECT client_key.jwk, client.client_id, client.org_id, client.sandbox
      FROM client_key JOIN client USING (client_id)
     WHERE client_key.key_id = :key_id AND client_key.active AND client.status = 'ACTIVE'
""")
# Both in one statement: of many requests at once with the same assertion or proof, one is first.
_USE = text("""
    WITH assertion AS (
           INSERT INTO assertion_used (client_id, jti, expires) VALUES (:client_id, :jti, :expires)
           ON CONFLICT DO NOTHING RETURNING 1),
         proof AS (
           INSERT INTO proof_used (thumbprint, jti, expires)
           SELECT CAST(:thumbprint AS text), CAST(:proof AS text),
                  CAST(:proof_expires AS timestamptz)
            WHERE CAST(:proof AS text) IS NOT NULL
           ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM assertion) AS assertion,
           CAST(:proof AS text) IS NULL OR EXISTS (SELECT FROM proof) AS proof
""")
# A day late: they are refused by the gate's clock, which may be behind the database's.
_FORGET = text("""
    WITH assertions AS (
           DELETE FROM assertion_used WHERE expires < now() - interval '1 day'),
         proofs AS (
           DELETE FROM proof_used WHERE expires < now() - interval '1 day')
    DELETE FROM revoked_token WHERE expires < now() - interval '1 day'
""")
_ISSUER = text("""
    SELECT issuer, org_id, audience, user_claim, jwks, jwks_uri, status FROM partner_issuer
     WHERE issuer = :issuer AND org_id = :org_id AND status = 'ACTIVE'
""")
_REVOKE = text("""
    INSERT INTO revoked_token (jti, expires) VALUES (:jti, :expires) ON CONFLICT DO NOTHING
""")
_REVOKED = text("SELECT EXISTS (SELECT FROM revoked_token WHERE jti = :jti) AS revoked")
_PARTNER_ISSUER = TypeAdapter(PartnerIssuer)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """The client that a registered key belongs to."""

    key: PublicKey
    client_id: str
    org_id: str
    sandbox: bool


@dataclass(frozen=True, slots=True)
class FirstUse:
    """Which of the two nobody had shown before."""

    assertion: bool
    proof: bool


class TokenStore:
    """The token service's half of the gate's database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._database = PatientDatabase(engine)

    async def holder_of(self, key_id: str) -> KeyHolder | None:
        rows = await self._database.run(_KEY, {"key_id": key_id})
        if not rows:
            return None
        (row,) = rows
        key = PublicKey.from_jwk({**cast("dict[str, str]", row["jwk"]), "kid": key_id})
        return KeyHolder(key, str(row["client_id"]), str(row["org_id"]), bool(row["sandbox"]))

    async def use(
        self, client_id: str, jti: str, expires: datetime, proof: Proof | None
    ) -> FirstUse:
        """Use up an assertion, and the proof that came with it; only one of many at once does."""
        values = {
            "client_id": client_id,
            "jti": jti,
            "expires": expires,
            "thumbprint": proof.thumbprint if proof else None,
            "proof": proof.proof_id if proof else None,
            "proof_expires": proof.issued + EARLIEST + LATEST if proof else None,
        }
        (row,) = await self._database.run(_USE, values)
        return FirstUse(bool(row["assertion"]), bool(row["proof"]))

    async def forget_used(self) -> None:
        """Keep no more than what some gate may still take for good, however its clock runs."""
        await self._database.run(_FORGET)

    async def issuer_of(self, issuer: str, org_id: str) -> PartnerIssuer | None:
        """Return an issuer of this organisation's people; None for any other."""
        rows = await self._database.run(_ISSUER, {"issuer": issuer, "org_id": org_id})
        return _PARTNER_ISSUER.validate_python(dict(rows[0])) if rows else None

    async def revoke(self, jti: str, expires: datetime) -> None:
        """Take a token back for good; every worker knows within a second (``RegisterWatch``)."""
        await self._database.run(_REVOKE, {"jti": jti, "expires": expires})

    async def revoked(self, jti: str) -> bool:
        (row,) = await self._database.run(_REVOKED, {"jti": jti})
        return bool(row["revoked"])
