"""Writes the register that the gate loads: the cast's partners, clients, persons and agreements.

A partner makes its own key and hands over the public half. Here both halves are made, since the
demo plays the partners too.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from ppit_ops.agreements import Terms
from ppit_ops.cast import Party
from ppit_ops.folder import RunFolder
from ppit_ops.keys import new_es256_key
from ppit_platform.tokens import SigningKey
from ppit_synthetic.districts import DISTRICTS

_SIGNED_BEFORE = timedelta(days=30)
_IN_FORCE = timedelta(days=365)
_REVIEWED_AFTER = timedelta(days=180)
_KEPT_DAYS = 365
_HOME = "Kent County Council"
_AREA_NAMES = {district.area_gss: district.name for district in DISTRICTS}


def write_register(folder: RunFolder, parties: Iterable[Party], today: date) -> Path:
    """Write the register file for ``parties``, in force around ``today``; make missing keys.

    What was signed stays as it was signed: an agreement of a register that is there already keeps
    its dates. One that was signed before classes of people were asked for is about nobody, and is
    signed again as its next version.
    """
    listed = tuple(parties)
    signed = _signed(folder.register)
    document = {
        "partners": [{"org_id": party.org_id, "name": party.name} for party in listed],
        "clients": [_client(folder, party) for party in listed],
        "users": [
            {"user_id": person.user_id, "org_id": party.org_id, "role": person.role.value}
            for party in listed
            for person in party.people
        ],
        "agreements": [
            _standing(party, terms, today, signed.get(terms.agreement_id))
            for party in listed
            for terms in party.agreements
        ],
    }
    folder.register.write_text(json.dumps(document, indent=1))
    return folder.register


def _standing(
    party: Party, terms: Terms, today: date, signed: Mapping[str, object] | None
) -> Mapping[str, object]:
    if signed is None:
        return _agreement(party, terms, today)
    if "subject_classes" in signed:
        return signed
    return {**_agreement(party, terms, today), "version": cast("int", signed["version"]) + 1}


def _signed(register: Path) -> Mapping[str, Mapping[str, object]]:
    """Return the agreements of the register that was written last, by their ids."""
    if not register.exists():
        return {}
    document = cast("dict[str, list[dict[str, object]]]", json.loads(register.read_text()))
    return {str(one["agreement_id"]): one for one in document["agreements"]}


def _client(folder: RunFolder, party: Party) -> dict[str, object]:
    path = folder.client_key(party.client_id)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(new_es256_key())
    return {
        "client_id": party.client_id,
        "org_id": party.org_id,
        "jwks": {"keys": [SigningKey.from_pem(path.read_bytes()).public.as_jwk()]},
        "agreements": [terms.agreement_id for terms in party.agreements],
        "sandbox": party.sandbox,
    }


def _agreement(party: Party, terms: Terms, today: date) -> dict[str, object]:
    signed = (today - _SIGNED_BEFORE).isoformat()
    return {
        "agreement_id": terms.agreement_id,
        "version": 1,
        "partner": party.org_id,
        "title": terms.title,
        "legal_basis": terms.legal_basis,
        "regime": terms.regime.value,
        "purposes": [purpose.value for purpose in terms.purposes],
        "scopes": list(terms.scopes),
        "fields": {scope: ["*"] for scope in terms.scopes},
        "areas": list(party.areas),
        "audiences": [party.audience] if party.audience else [],
        "starts": signed,
        "ends": (today + _IN_FORCE).isoformat(),
        "people_per_day": terms.people_per_day,
        "subject_classes": [one.value for one in terms.subject_classes],
        "vouches_for_users": bool(party.people),
        "signatures": [
            {"organisation": party.name, "name": "A. Signatory", "signed": signed},
            {"organisation": _HOME, "name": "B. Signatory", "signed": signed},
        ],
        "retention_days": _KEPT_DAYS,
        # A demo lives a day in a minute.
        "people_per_user_hour": max(terms.people_per_day, 1),
        "requests": {"burst": {"q": 2_000, "w": 1}, "minute": {"q": 60_000, "w": 60}},
        "entry": {
            "purpose": terms.aim,
            "benefits": terms.benefits,
            "disclosed_information": terms.discloses,
            "method": "An API: one question, one case, one purpose at a time",
            "review": (today + _REVIEWED_AFTER).isoformat(),
            "contact": f"Information governance, {_HOME}",
            "controller_names": [party.name, _HOME],
            "area_names": {area: _AREA_NAMES[area] for area in party.areas},
        },
    }
