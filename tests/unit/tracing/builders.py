"""Sightings, debtors and cases for tests of the pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ppit_matching import AddressText, PersonRecord, normalise_person
from ppit_tracing.domain.certify import Case, Certified, Currency, certify
from ppit_tracing.domain.codes import EvidenceClass, SourceName
from ppit_tracing.domain.identity import Debtor, Identity, doors_to_look_at, identify
from ppit_tracing.domain.sighting import Held, Sighting

TODAY = date(2026, 11, 1)
OLD, NEW, THIRD = "1", "2", "3"
DOORS = {
    OLD: ("1 Lantern Street, Ashford", "TN23 9ZZ"),
    NEW: ("5 Parable Lane, Dover", "CT17 9ZZ"),
    THIRD: ("9 Fable Road, Deal", "CT14 9ZZ"),
}
EVIDENCE = {
    SourceName.ELECTORAL_REGISTER: EvidenceClass.ELECTORAL,
    SourceName.CREDIT_BUREAU_A: EvidenceClass.CREDIT_ACTIVE,
    SourceName.CREDIT_BUREAU_B: EvidenceClass.CREDIT_ACTIVE,
    SourceName.UTILITY: EvidenceClass.UTILITY_TELECOM,
    SourceName.COUNCIL: EvidenceClass.COUNCIL_ACCOUNT,
    SourceName.MAIL_FORWARDING: EvidenceClass.FORWARDING,
    SourceName.GONE_AWAY_FILE: EvidenceClass.SUPPRESSION_GONEAWAY,
}
ELECTORAL, BUREAU_A, BUREAU_B = (
    SourceName.ELECTORAL_REGISTER,
    SourceName.CREDIT_BUREAU_A,
    SourceName.CREDIT_BUREAU_B,
)
UTILITY, COUNCIL, GONE_AWAY = SourceName.UTILITY, SourceName.COUNCIL, SourceName.GONE_AWAY_FILE


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Life:
    """Somebody as sources know them; ``ref`` is every source's key for them."""

    name: str = "Alice Fernhurst"
    born: str = "1980-04-12"
    ref: str = "A"

    def seen(  # noqa: PLR0913  # a builder: each by name
        self,
        source: SourceName,
        uprn: str,
        since: int,
        until: int = 0,
        *,
        lineage: str = "",
        dated: bool = True,
        written: str = "",
    ) -> Sighting:
        """Say that a source saw them at a door from ``since`` to ``until`` days ago."""
        line, postcode = DOORS[uprn]
        record = PersonRecord(
            full=written or self.name,
            date_of_birth=self.born if dated else None,
            address=AddressText((line,), postcode),
        )
        own = f"{source.value}/{self.ref}/{uprn}/{since}"
        return Sighting(
            sighting_id=own,
            source=source,
            evidence=EVIDENCE[source],
            lineage=lineage or own,
            subject_ref=self.ref,
            person=normalise_person(record),
            uprn=uprn,
            first_seen=days_ago(since),
            last_seen=days_ago(until),
            held=Held(line, postcode),
        )


ALICE = Life()


def a_debtor(
    name: str = ALICE.name,
    *,
    born: str | None = None,
    uprn: str | None = OLD,
    owed: int | None = 1000,
    mail_returned: bool = False,
) -> Debtor:
    """Say who owes, since how many days, at which door."""
    line, postcode = DOORS[uprn or OLD]
    person = normalise_person(
        PersonRecord(full=name, date_of_birth=born, address=AddressText((line,), postcode))
    )
    return Debtor(person, uprn, None if owed is None else days_ago(owed), mail_returned)


def identified(seen: Sequence[Sighting], debtor: Debtor | None = None) -> Identity:
    return identify(debtor or a_debtor(), seen)


def certified(
    seen: Sequence[Sighting],
    debtor: Debtor | None = None,
    *,
    looked_at: frozenset[str] | None = None,
) -> Certified:
    """Let the rule speak about one debtor, as of ``TODAY``."""
    sought = debtor or a_debtor()
    doors = doors_to_look_at(sought, identify(sought, seen)) if looked_at is None else looked_at
    currency = Currency(dict.fromkeys(SourceName, TODAY), TODAY)
    return certify(Case(sought, identify(sought, seen), currency, doors))


def moved(life: Life = ALICE) -> tuple[Sighting, ...]:
    """Say that somebody left the door of the debt 400 days ago, and is seen at the new one twice.

    The register and the bureau each hold both homes in one file.
    """
    return (
        life.seen(ELECTORAL, OLD, 3000, 400, dated=False),
        life.seen(ELECTORAL, NEW, 400, dated=False),
        life.seen(BUREAU_A, OLD, 3000, 400),
        life.seen(BUREAU_A, NEW, 400, 20, lineage="account"),
    )
