"""Keyed hashes of what applications may share: they find each other, and tell nothing else."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from ppit_matching import Address
from ppit_matching.people.phones import parse_phone
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.register import officer_key

ACCOUNT, PHONE, EMAIL, ADDRESS, COMPANY, OFFICER = (
    *("ACCOUNT", "PHONE", "EMAIL", "ADDRESS", "COMPANY", "OFFICER"),
)
_DIGITS = 40
_DERIVED_FOR = b"ppit-vetting link keys"


@dataclass(frozen=True, slots=True, order=True)
class LinkKey:
    kind: str
    key: str


class LinkHasher:
    """Hashes with a key of its own, derived from the one that seals kept answers."""

    def __init__(self, sealing_key: bytes) -> None:
        self._key = hmac.digest(sealing_key, _DERIVED_FOR, hashlib.sha256)

    def key(self, kind: str, value: str) -> LinkKey:
        message = f"{kind}\x1f{value}".encode()
        return LinkKey(kind, hmac.digest(self._key, message, hashlib.sha256).hex()[:_DIGITS])

    def keys(self, kind: str, values: Iterable[str]) -> set[LinkKey]:
        return {self.key(kind, value) for value in values if value}


@dataclass(frozen=True, slots=True)
class Contact:
    """What an application gives to be reached and paid by, as typed."""

    phone: str | None = None
    email: str | None = None
    account_token: str | None = None
    uprn: str | None = None


def link_keys(applicant: Applicant, contact: Contact, hasher: LinkHasher) -> frozenset[LinkKey]:
    """Return all keys under which other applications find this one."""
    phone = parse_phone(contact.phone)
    email = (contact.email or "").strip().casefold()
    number = applicant.company.register_number if applicant.company else None
    return frozenset(
        hasher.keys(ACCOUNT, [(contact.account_token or "").strip()])
        | hasher.keys(PHONE, [phone or ""])
        | hasher.keys(EMAIL, [email])
        | hasher.keys(ADDRESS, doors(applicant.address, contact.uprn))
        | hasher.keys(COMPANY, [number or ""])
        | hasher.keys(OFFICER, map(officer_key, applicant.officers))
    )


def doors(address: Address | None, uprn: str | None) -> list[str]:
    """Return the ways to say which door: by postcode, street or UPRN. Flats come with the house."""
    found = [f"uprn/{uprn}"] if uprn else []
    house = address.number or address.building or address.flat if address else None
    if address is not None and house is not None:
        by = {"postcode": address.postcode, "street": address.street}
        found += [f"{way}/{place}/{house}" for way, place in by.items() if place]
    return found
