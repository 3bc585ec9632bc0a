"""What is weak, rule by rule: pure functions over what was examined."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from ppit_ops.doctor.examined import AgreementFacts, ClientFacts, Examined, Finding
from ppit_platform.codes import PurposeCode

MOST_PEOPLE_A_DAY = 20_000
MOST_PEOPLE_AN_HOUR = 1_000
OLDEST_SIGNING_KEY = timedelta(days=365)
LONGEST_TERM = timedelta(days=10 * 366)
"""An agreement that ends later has no end that anybody will see."""

_SIGNING = "gate/signing"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TWO = 2


def diagnose(house: Examined) -> list[Finding]:
    """Return every weakness; none means that all of it was looked at and found sound."""
    return [
        *_addresses(house),
        *_keys(house),
        *(finding for client in house.clients for finding in _client(client)),
        *(finding for terms in house.agreements for finding in _agreement(terms, house)),
        *_roles(house),
        *_people(house),
        *_witnesses(house),
    ]


def _addresses(house: Examined) -> Iterable[Finding]:
    if urlsplit(house.issuer).scheme != "https":
        yield Finding(
            "ISSUER_NOT_HTTPS",
            house.issuer,
            "the gate's public address is plain http",
            "tokens, cases and answers can be read and changed on the way",
        )
    spans = urlsplit(house.telemetry)
    if spans.scheme == "http" and spans.hostname not in _LOOPBACK:
        yield Finding(
            "TELEMETRY_PLAIN_HTTP",
            house.telemetry,
            "spans leave over plain http",
            "who asks what, and when, can be read on the way",
        )


def _keys(house: Examined) -> Iterable[Finding]:
    for key in house.keys:
        if key.mode & 0o077:
            yield Finding(
                "KEY_READABLE",
                key.name,
                f"its mode is {key.mode & 0o777:03o}",
                "whoever reads a key can sign, seal or open what the house does",
            )
    # Old keys of the gate stay for a while after another signs: the newest one counts.
    signing = [[key for key in house.keys if key.name.startswith(_SIGNING)]]
    signing.append([key for key in house.keys if key.name == "log/signing.pem"])
    for of_one in filter(None, signing):
        newest = max(of_one, key=lambda key: key.name)
        if house.today - newest.made > OLDEST_SIGNING_KEY:
            yield Finding(
                "SIGNING_KEY_OLD",
                newest.name,
                f"it was made on {newest.made.isoformat()}",
                "a key that nobody changes is a key that nobody knows how to change",
            )


def _client(client: ClientFacts) -> Iterable[Finding]:
    if client.sandbox:
        yield Finding(
            "SANDBOX_CLIENT",
            client.client_id,
            "a sandbox client is registered",
            "it needs no proof of its key with a request, and may make the gate fail on purpose",
        )
    if client.sandbox and client.purposes - {PurposeCode.SYSTEM_TEST_SYNTHETIC.value}:
        yield Finding(
            "BEARER_TOKENS",
            client.client_id,
            "bearer tokens are given for purposes that concern real people",
            "whoever copies such a token can use it",
        )
    if client.active and client.keys == 0:
        yield Finding(
            "CLIENT_WITHOUT_KEYS",
            client.client_id,
            "no key is registered for it",
            "it cannot ask, and whoever first registers a key for it can",
        )


def _agreement(terms: AgreementFacts, house: Examined) -> Iterable[Finding]:
    yield from _signed(terms)
    yield from _dated(terms, house)
    yield from _counted(terms)
    if terms.unsaid:
        yield Finding(
            "REGISTER_ENTRY_INCOMPLETE",
            terms.agreement_id,
            f"the public register would lack {', '.join(terms.unsaid)}",
            "the Digital Economy Act's register asks for each of its fields",
        )


def _signed(terms: AgreementFacts) -> Iterable[Finding]:
    names, sides = ({text.casefold().strip() for text in pair} for pair in _pairs(terms))
    if len(names) < _TWO or len(sides) < _TWO:
        yield Finding(
            "ONE_PERSON_SIGNED",
            terms.agreement_id,
            "one person or one organisation signed for both sides",
            "nobody else has agreed to what it allows",
        )


def _pairs(terms: AgreementFacts) -> tuple[tuple[str, str], tuple[str, str]]:
    return terms.signatories, terms.organisations


def _dated(terms: AgreementFacts, house: Examined) -> Iterable[Finding]:
    if terms.ends - house.today > LONGEST_TERM:
        yield Finding(
            "NO_END",
            terms.agreement_id,
            f"it ends on {terms.ends.isoformat()}",
            "an agreement that never ends is never made anew",
        )
    if terms.review is None:
        yield Finding(
            "NO_REVIEW",
            terms.agreement_id,
            "no date of review was agreed",
            "whether it is still needed is asked by nobody",
        )
    elif terms.review < house.today <= terms.ends:
        yield Finding(
            "REVIEW_PAST",
            terms.agreement_id,
            f"its review was due on {terms.review.isoformat()}",
            "it is in force and nobody has looked whether it should be",
        )


def _counted(terms: AgreementFacts) -> Iterable[Finding]:
    if terms.people_per_day > MOST_PEOPLE_A_DAY:
        yield Finding(
            "PEOPLE_PER_DAY_ABSURD",
            terms.agreement_id,
            f"{terms.people_per_day} people a day may be disclosed",
            "a limit that nobody can reach protects nobody",
        )
    if terms.people_per_user_hour > MOST_PEOPLE_AN_HOUR:
        yield Finding(
            "PEOPLE_PER_HOUR_ABSURD",
            terms.agreement_id,
            f"{terms.people_per_user_hour} people an hour may be shown to one person",
            "whoever looks up neighbours and celebrities is never noticed",
        )


def _roles(house: Examined) -> Iterable[Finding]:
    for role in house.roles:
        if role.powers:
            yield Finding(
                "ROLE_TOO_POWERFUL",
                role.name,
                f"the database role may {', '.join(role.powers)}",
                "row-level security and an append-only log bind nobody with that power",
            )
        if role.log_rights:
            yield Finding(
                "LOG_ROLE_TOO_POWERFUL",
                role.name,
                f"it may {', '.join(role.log_rights)}",
                "what is in the log must not be changed by whoever writes it, or written by others",
            )


def _people(house: Examined) -> Iterable[Finding]:
    if house.administrators < _TWO:
        yield Finding(
            "FEWER_THAN_TWO_ADMINISTRATORS",
            "register",
            f"{house.administrators} operators and approvers are active",
            "a change takes two people: nobody could resume what was stopped",
        )


def _witnesses(house: Examined) -> Iterable[Finding]:
    if house.witness_quorum == "MISSING":
        yield Finding(
            "WITNESS_QUORUM_MISSING",
            "log",
            "fewer witnesses than the policy asks for have signed what was published",
            "whoever holds all our keys could show two people two logs",
        )
