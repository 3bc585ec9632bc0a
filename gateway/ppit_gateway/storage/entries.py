"""Writes one entry of the register at a time, inside a transaction that somebody else commits."""

import json
from collections.abc import Iterable
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_gateway.domain.agreements import Agreement, Status
from ppit_gateway.domain.register import Client, Partner, User
from ppit_platform.tokens import PublicKey

_PARTNER = text("""
    INSERT INTO partner (org_id, name) VALUES (:org_id, :name)
    ON CONFLICT (org_id) DO UPDATE SET name = excluded.name
""")
_CLIENT = text("""
    INSERT INTO client (client_id, org_id, agreements, sandbox, status)
    VALUES (:client_id, :org_id, :agreements, :sandbox, :status)
    ON CONFLICT (client_id) DO UPDATE
       SET agreements = excluded.agreements, sandbox = excluded.sandbox, status = excluded.status
     WHERE client.org_id = excluded.org_id
    RETURNING client_id
""")
_KEYS_OFF = text("UPDATE client_key SET active = false WHERE client_id = :client_id AND active")
_KEY = text("""
    INSERT INTO client_key (key_id, client_id, jwk, active)
    VALUES (:key_id, :client_id, CAST(:jwk AS jsonb), true)
    ON CONFLICT (key_id) DO UPDATE SET active = true
     WHERE client_key.client_id = excluded.client_id AND client_key.jwk = excluded.jwk
    RETURNING key_id
""")
_USER = text("""
    INSERT INTO partner_user (org_id, user_id, role, status)
    VALUES (:org_id, :user_id, :role, :status)
    ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role, status = excluded.status
""")
_AGREEMENT = text("""
    INSERT INTO agreement_version
      (agreement_id, version, partner, terms, starts, ends, first_signatory, second_signatory)
    VALUES (:agreement_id, :version, :partner, CAST(:terms AS jsonb), :starts, :ends,
            :first_signatory, :second_signatory)
    ON CONFLICT (agreement_id, version) DO NOTHING
""")
_HELD = text("""
    SELECT version, terms = CAST(:terms AS jsonb) AS same FROM agreement_version
     WHERE agreement_id = :agreement_id ORDER BY version DESC LIMIT 1
""")
_STATUS = text("""
    INSERT INTO agreement_status (agreement_id, number, status)
    SELECT :agreement_id, coalesce(max(number), 0) + 1, :status
      FROM agreement_status WHERE agreement_id = :agreement_id
    HAVING coalesce((array_agg(status ORDER BY number DESC))[1], 'ACTIVE') <> :status
""")
_TERMS = TypeAdapter(Agreement)


class RegisterConflict(ValueError):
    """It contradicts what the register says already; nothing of it was written."""


async def write_partner(connection: AsyncConnection, partner: Partner) -> None:
    values = {"org_id": partner.org_id, "name": partner.name}
    await connection.execute(_PARTNER, values)


async def write_user(connection: AsyncConnection, user: User) -> None:
    values = {"org_id": user.org_id, "user_id": user.user_id}
    values |= {"role": user.role.value, "status": user.status.value}
    await connection.execute(_USER, values)


async def write_status(connection: AsyncConnection, agreement_id: str, status: Status) -> None:
    """Suspend an agreement or take it up again; nothing is written where it stands so already."""
    values = {"agreement_id": agreement_id, "status": status.value}
    await connection.execute(_STATUS, values)


async def write_agreement(connection: AsyncConnection, where: str, agreement: Agreement) -> None:
    """Add a version; ``RegisterConflict`` if a later one is there, or this one with other terms."""
    first, second = agreement.signatures
    # What is not said is not written: equal terms are equal text, whatever later versions can say.
    said = _TERMS.dump_python(agreement, mode="json", exclude_defaults=True)
    terms = json.dumps(_in_order(said))
    values = {
        "agreement_id": agreement.agreement_id,
        "version": agreement.version,
        "partner": agreement.partner,
        "terms": terms,
        "starts": agreement.starts,
        "ends": agreement.ends,
        "first_signatory": first.name,
        "second_signatory": second.name,
    }
    await connection.execute(_AGREEMENT, values)
    held = (await connection.execute(_HELD, values)).mappings().one()
    if held["version"] != agreement.version:
        msg = f"{where}/version: version {held['version']} is loaded already"
        raise RegisterConflict(msg)
    if not held["same"]:
        msg = f"{where}/version: this version was signed with other terms; make the next one"
        raise RegisterConflict(msg)


async def write_client(connection: AsyncConnection, where: str, client: Client) -> None:
    """Write a client with exactly these keys; ``RegisterConflict`` for what is another's."""
    values = {
        "client_id": client.client_id,
        "org_id": client.org_id,
        "agreements": sorted(client.agreements),
        "sandbox": client.sandbox,
        "status": client.status.value,
    }
    if (await connection.execute(_CLIENT, values)).first() is None:
        msg = f"{where}/org_id: a client stays with its organisation"
        raise RegisterConflict(msg)
    await connection.execute(_KEYS_OFF, values)
    for place, jwk in enumerate(client.jwks.keys):
        key = PublicKey.from_jwk(jwk)
        row = {
            "key_id": key.key_id,
            "client_id": client.client_id,
            "jwk": json.dumps(key.as_jwk()),
        }
        if (await connection.execute(_KEY, row)).first() is None:
            msg = f"{where}/jwks/keys/{place}: this key id belongs to another key"
            raise RegisterConflict(msg)


def _in_order(value: object) -> object:
    """Sort what was a set, so that equal terms are equal as JSON."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _in_order(child) for name, child in fields.items()}
    if isinstance(value, list):
        items = cast("list[object]", value)
        return sorted(items, key=str) if _texts(items) else [_in_order(item) for item in items]
    return value


def _texts(items: Iterable[object]) -> bool:
    return all(isinstance(item, str) for item in items)
