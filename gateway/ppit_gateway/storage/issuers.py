"""Writes one issuer of an organisation's people; somebody else commits."""

import json

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_gateway.domain.issuers import PartnerIssuer
from ppit_gateway.storage.entries import RegisterConflict

_ISSUER = text("""
    INSERT INTO partner_issuer (issuer, org_id, audience, user_claim, jwks, jwks_uri, status)
    VALUES (:issuer, :org_id, :audience, :user_claim, CAST(:jwks AS jsonb), :jwks_uri, :status)
    ON CONFLICT (issuer) DO UPDATE
       SET audience = excluded.audience, user_claim = excluded.user_claim, jwks = excluded.jwks,
           jwks_uri = excluded.jwks_uri, status = excluded.status
     WHERE partner_issuer.org_id = excluded.org_id
    RETURNING issuer
""")
_TERMS = TypeAdapter(PartnerIssuer)


async def write_issuer(connection: AsyncConnection, where: str, issuer: PartnerIssuer) -> None:
    """Write it anew; ``RegisterConflict`` for one that another organisation has."""
    values = _TERMS.dump_python(issuer, mode="json")
    values["jwks"] = json.dumps(values["jwks"]) if issuer.jwks else None
    if (await connection.execute(_ISSUER, values)).first() is None:
        msg = f"{where}/org_id: an issuer stays with its organisation"
        raise RegisterConflict(msg)
