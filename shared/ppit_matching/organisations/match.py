"""Are two names one organisation's? Legal forms never count, generic words hardly.

Numbers decide where both are known: equal register numbers are one company whatever it is called,
different ones are two however alike the names. So do numbers in names: Unit 1 is not Unit 2.
"""

from dataclasses import dataclass
from functools import lru_cache

from ppit_matching.identifiers.company_numbers import company_number
from ppit_matching.names.agreement import Doubt, NameAgreement, judged, refused
from ppit_matching.names.rows import united
from ppit_matching.organisations.doubts import as_a_whole, differing_numbers, doubts_of
from ppit_matching.organisations.normalise import normalise_organisation
from ppit_matching.organisations.organisation import Organisation
from ppit_matching.organisations.pairing import side_by_side

OTHER_POSTCODE = 0.1


@dataclass(frozen=True, slots=True)
class OrganisationText:
    """An organisation as typed. `number` is its register number, as people write it."""

    name: str
    number: str | None = None
    postcode: str | None = None


def match_organisations(one: OrganisationText, other: OrganisationText) -> NameAgreement:
    """Judge two organisations by their names, and by numbers and postcodes where both have them."""
    numbers = company_number(one.number), company_number(other.number)
    if all(numbers):
        if numbers[0] == numbers[1]:
            return NameAgreement(1.0, agrees=True, reasons=("the company numbers are equal",))
        return refused("the company numbers differ")
    found = match_organisation_names(one.name, other.name)
    postcodes = {_tight(text) for text in (one.postcode, other.postcode) if text}
    if len(postcodes) < 2 or not found.agrees:  # noqa: PLR2004 - two that differ
        return found
    doubts = (Doubt(1 - found.score + OTHER_POSTCODE, "the postcodes differ"),)
    return judged(doubts, "the names are equal")


def match_organisation_names(one: str, other: str) -> NameAgreement:
    """Judge two names; of several that a text gives ("t/a") the best. Symmetrical."""
    ours, theirs = normalise_organisation(one), normalise_organisation(other)
    found = [
        match_normalised(mine, yours)
        for mine in (ours, *ours.trading_as)
        for yours in (theirs, *theirs.trading_as)
    ]
    return max(found, key=lambda each: (each.score, each.reasons))


@lru_cache(maxsize=16_384)
def match_normalised(one: Organisation, other: Organisation) -> NameAgreement:
    """Judge two normalised names, without their trading names; symmetrical."""
    ours, theirs = sorted((one, other), key=lambda each: (len(each.words), each.words))
    if not ours.words or not theirs.words:
        return refused("a name has no word that can be read")
    if ours.words == theirs.words:
        return judged((), "the names are equal")
    laid = side_by_side(united(ours.words, theirs.words), united(theirs.words, ours.words))
    doubts = (*doubts_of(laid), *differing_numbers(ours, theirs))
    for whole in as_a_whole(ours, theirs):
        if whole.cost < sum(doubt.cost for doubt in doubts):
            doubts = (whole,)
    return judged(doubts, "every word agrees")


def _tight(text: str) -> str:
    return "".join(text.split()).upper()
