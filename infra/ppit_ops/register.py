"""Writes the register that the gate loads: the cast's partners, clients, persons and agreements.

A partner makes its own key and hands over the public half. Here both halves are made, since the
demo plays the partners too.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from ppit_ops.cast import Party
from ppit_ops.folder import RunFolder
from ppit_ops.keys import new_es256_key
from ppit_platform.tokens import SigningKey

_SIGNED_BEFORE = timedelta(days=30)
_IN_FORCE = timedelta(days=365)


def write_register(folder: RunFolder, parties: Iterable[Party], today: date) -> Path:
    """Write the register file for ``parties``, in force around ``today``; make missing keys."""
    listed = tuple(parties)
    document = {
        "partners": [{"org_id": party.org_id, "name": party.name} for party in listed],
        "clients": [_client(folder, party) for party in listed],
        "users": [
            {"user_id": person.user_id, "org_id": party.org_id, "role": person.role.value}
            for party in listed
            for person in party.people
        ],
        "agreements": [_terms(party, today) for party in listed],
    }
    folder.register.write_text(json.dumps(document, indent=1))
    return folder.register


def _client(folder: RunFolder, party: Party) -> dict[str, object]:
    path = folder.client_key(party.client_id)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(new_es256_key())
    return {
        "client_id": party.client_id,
        "org_id": party.org_id,
        "jwks": {"keys": [SigningKey.from_pem(path.read_bytes()).public.as_jwk()]},
        "agreements": [party.agreement_id],
        # Plain bearer tokens: everybody here is made up, and ``curl`` cannot sign proofs.
        "sandbox": True,
    }


def _terms(party: Party, today: date) -> dict[str, object]:
    signed = (today - _SIGNED_BEFORE).isoformat()
    return {
        "agreement_id": party.agreement_id,
        "version": 1,
        "partner": party.org_id,
        "title": f"Officer safety: {party.name}",
        "legal_basis": "UK GDPR Art 6(1)(e); Health and Safety at Work etc. Act 1974 s.2",
        "regime": party.regime.value,
        "purposes": [purpose.value for purpose in party.purposes],
        "scopes": list(party.scopes),
        "fields": {scope: ["*"] for scope in party.scopes},
        "areas": list(party.areas),
        "audiences": [party.audience],
        "starts": signed,
        "ends": (today + _IN_FORCE).isoformat(),
        "people_per_day": party.people_per_day,
        "vouches_for_users": True,
        "signatures": [
            {"organisation": party.name, "name": "A. Signatory", "signed": signed},
            {"organisation": "Kent County Council", "name": "B. Signatory", "signed": signed},
        ],
    }
