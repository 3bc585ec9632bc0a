"""Why a check came out as it did: stable codes, each with words that any applicant may read.

No word here names anybody or says what intelligence holds: codes cross to the operational side,
free text never does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast


class ReasonCode(StrEnum):
    """The value is the sentence; ``{count}`` stands for a number."""

    # Nobody looked, and why.
    SOURCE_NOT_CONNECTED = "This source is not connected yet, so nothing can be said of it."
    SOURCE_NOT_LOADED = "No list of this source has been loaded, so nothing can be said of it."
    SOURCE_STALE = "The list of this source is past its date: what it lacks proves nothing."
    SOURCE_UNREADABLE = "This source could not be read when it was asked."
    INSUFFICIENT_INPUT = "Too little was given, or could be read, to look for the applicant."
    TOO_MANY_ALIKE = "More records are alike than can be told apart."
    CHECK_NOT_RUN = "Vetting was stopped before this check."
    # Nothing to look for, or nothing found.
    NOT_FOR_THIS_SUBJECT = "This check is not for an applicant of this kind."
    NOTHING_FOUND = "Nothing was found."
    # The register of companies.
    ON_REGISTER = "The company is on the register under the name and number given."
    FOUND_BY_NAME = "No number was given; one company on the register has that name."
    NUMBER_MALFORMED = "What was given as a company number is none."
    NOT_ON_REGISTER = "The register of live companies does not hold this company."
    SEVERAL_OF_THAT_NAME = "No number was given, and several companies have that name."
    NAME_DIFFERS = "The register has another name for this company number."
    FORMER_NAME_USED = "The name given is a former name of the company."
    STRIKE_OFF_PROPOSED = "The company is about to be struck off the register."
    ACCOUNTS_OVERDUE = "The company's accounts are overdue."
    COMPANY_NOT_ACTIVE = "The register does not call the company active."
    COMPANY_INSOLVENT = "The company is in an insolvency procedure."
    # Its people.
    OFFICERS_IN_OFFICE = "The register names officers who are in office."
    NO_OFFICER_IN_OFFICE = "The register names no officer who is in office."
    OFFICER_NOT_ON_REGISTER = "An officer who was declared is not one on the register."
    PERSON_INSOLVENT = "The applicant, or an officer, is in a personal insolvency procedure."
    PERSON_PERHAPS_INSOLVENT = (
        "Somebody much like the applicant, or like an officer, is in a personal insolvency "
        "procedure: who is meant must be confirmed."
    )
    # The sanctions list.
    SANCTIONS_STRONG = "Name and whole date of birth, or the number, are on the UK Sanctions List."
    SANCTIONS_POSSIBLE = (
        "A name like this is on the UK Sanctions List: who is meant must be confirmed."
    )
    # Patterns.
    PHOENIX = "An officer ran a failed company of the same kind before this one."
    MASS_ADDRESS = "{count} companies have their registered office at this door."
    # What the council knows.
    AWARD_UNACCOUNTED = "How an earlier award was spent has not been shown."
    AWARD_PERHAPS_UNACCOUNTED = (
        "An award to somebody much like the applicant was not accounted for: who is meant must be "
        "confirmed."
    )
    AWARDS_ACCOUNTED = "Earlier awards were accounted for."
    DEBT_ON_RECORD = "The council's records show a debt."
    DEBT_PERHAPS_ON_RECORD = (
        "The council's records show a debt of somebody much like the applicant: who is meant must "
        "be confirmed."
    )
    # Other applicants of the same organisation.
    SHARED_ACCOUNT = "{count} other applications name the same bank account."
    SHARED_PHONE = "{count} other applications name the same telephone."
    SHARED_EMAIL = "{count} other applications name the same e-mail address."
    SHARED_ADDRESS = "{count} other applicants give the same address."
    SHARED_OFFICER = "{count} other applicant companies have an officer in common."
    HOUSEHOLD_SHARES = "Another member of the household applied: that is nothing unusual."
    SAME_APPLICANT = "The same applicant has applied before."


@dataclass(frozen=True, slots=True)
class Reason:
    code: ReasonCode
    count: int | None = None

    @property
    def words(self) -> str:
        return self.code.value.format(count=self.count)

    def as_json(self) -> dict[str, object]:
        return {"code": self.code.name, "count": self.count}

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "Reason":
        return Reason(ReasonCode[cast("str", stored["code"])], cast("int | None", stored["count"]))
