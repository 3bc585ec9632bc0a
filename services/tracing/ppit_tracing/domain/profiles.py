"""The layouts in which debt files come: which columns say what. Data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """The two shapes of debt file that are known."""

    COUNCIL_TAX = "COUNCIL_TAX"
    SUNDRY = "SUNDRY"


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns by what they hold. ``names`` has one group of columns for each debtor of a row."""

    columns: tuple[str, ...]
    reference: str
    names: tuple[tuple[str, ...], ...]
    born: str | None
    address: str
    postcode: str
    uprn: str | None
    phone: str | None
    since: str
    balance: str
    note: str | None


LAYOUTS: Mapping[Profile, Layout] = {
    Profile.COUNCIL_TAX: Layout(
        columns=(
            "AccountRef",
            "LiableParty1",
            "LiableParty2",
            "PropertyAddress",
            "PropertyPostcode",
            "ForwardingAddress",
            "UPRN",
            "LiabilityStart",
            "LiabilityEnd",
            "Balance",
            "RecoveryStage",
        ),
        reference="AccountRef",
        names=(("LiableParty1",), ("LiableParty2",)),
        born=None,
        address="PropertyAddress",
        postcode="PropertyPostcode",
        uprn="UPRN",
        phone=None,
        since="LiabilityStart",
        balance="Balance",
        note="ForwardingAddress",
    ),
    Profile.SUNDRY: Layout(
        columns=(
            "CustomerNo",
            "Title",
            "Forename",
            "Surname",
            "DOB",
            "Addr",
            "Postcode",
            "Mobile",
            "Email",
            "Balance",
            "OldestInvoice",
        ),
        reference="CustomerNo",
        names=(("Title", "Forename", "Surname"),),
        born="DOB",
        address="Addr",
        postcode="Postcode",
        uprn=None,
        phone="Mobile",
        since="OldestInvoice",
        balance="Balance",
        note=None,
    ),
}
