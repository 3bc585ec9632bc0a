"""Two names alone, of people or organisations: do they agree, how far, and why."""

from ppit_matching.bare.people import match_people
from ppit_matching.names.agreement import NameAgreement, NameKind
from ppit_matching.names.closeness import is_given
from ppit_matching.organisations.match import match_organisation_names
from ppit_matching.organisations.normalise import spelt_words
from ppit_matching.organisations.words import COMMON, GENERIC, LEGAL_FORMS


def match_names(one: str, other: str, kind: NameKind = NameKind.UNKNOWN) -> NameAgreement:
    """Tell whether two names are one person's or one organisation's; symmetrical.

    The score is 0 to 1; names agree from `names.agreement.THRESHOLD` on. Text without a letter or
    digit that can be read agrees with nothing. A kind that is unknown is guessed from the words.
    """
    known = kind if kind is not NameKind.UNKNOWN else guessed_kind(one, other)
    match = match_people if known is NameKind.PERSON else match_organisation_names
    return match(one, other)


def guessed_kind(*names: str) -> NameKind:
    """Return what the names seem to be: a legal form or a line of work makes an organisation."""
    spoken = [word for name in names for word in spelt_words(name)]
    if any(
        word in LEGAL_FORMS or (word in GENERIC | COMMON and not is_given(word)) for word in spoken
    ):
        return NameKind.ORGANISATION
    return NameKind.PERSON
