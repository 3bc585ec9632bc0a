"""The codes that vetting speaks: who is vetted, what was checked, what came of it."""

from enum import StrEnum

from ppit_platform.codes import PurposeCode, SubjectClass

VETTING_PURPOSES = (PurposeCode.VET_GRANT, PurposeCode.VET_LOAN)
"""What this service is asked for. A case serves the one purpose that it was sent for."""

CONCERNED = (SubjectClass.SUSPECTED, SubjectClass.CONVICTED, SubjectClass.NOT_APPLICABLE)
"""Applicants are of no class; what is found of them may be intelligence, or a court's order."""


class SubjectType(StrEnum):
    """Whom the money would go to."""

    INDIVIDUAL = "INDIVIDUAL"
    SOLE_TRADER = "SOLE_TRADER"
    COMPANY = "COMPANY"
    CHARITY = "CHARITY"
    PARTNERSHIP = "PARTNERSHIP"
    OTHER_BODY = "OTHER_BODY"


PERSONS = frozenset({SubjectType.INDIVIDUAL, SubjectType.SOLE_TRADER})
"""Of these the applicant is a person; of the others a body with a name."""


class CheckType(StrEnum):
    COMPANY_REGISTER = "COMPANY_REGISTER"
    OFFICERS_PSC = "OFFICERS_PSC"
    INSOLVENCY_COMPANY = "INSOLVENCY_COMPANY"
    INSOLVENCY_PERSON = "INSOLVENCY_PERSON"
    SANCTIONS = "SANCTIONS"
    PHOENIX_PATTERN = "PHOENIX_PATTERN"
    MASS_REGISTRATION_ADDRESS = "MASS_REGISTRATION_ADDRESS"
    PREVIOUS_AWARDS = "PREVIOUS_AWARDS"
    PREVIOUS_DEBT = "PREVIOUS_DEBT"
    LINK_NETWORK = "LINK_NETWORK"
    DISQUALIFIED_DIRECTOR = "DISQUALIFIED_DIRECTOR"
    CCJ = "CCJ"
    BANK_VERIFICATION = "BANK_VERIFICATION"
    ADVERSE_INTELLIGENCE = "ADVERSE_INTELLIGENCE"


class CheckResult(StrEnum):
    """``NOT_FOUND``: the register does not hold what was named. ``UNAVAILABLE``: nobody looked."""

    CLEAR = "CLEAR"
    CONCERN = "CONCERN"
    ADVERSE = "ADVERSE"
    NOT_FOUND = "NOT_FOUND"
    UNAVAILABLE = "UNAVAILABLE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Recommendation(StrEnum):
    """What is recommended to a named human, gravest first. Never a decision (UK GDPR Art 22A)."""

    ADVISE_DECLINE = "ADVISE_DECLINE"
    REFER_TO_ANALYST = "REFER_TO_ANALYST"
    INCOMPLETE = "INCOMPLETE"
    PROCEED_WITH_CONDITIONS = "PROCEED_WITH_CONDITIONS"
    PROCEED = "PROCEED"


class DecisionCode(StrEnum):
    APPROVED = "APPROVED"
    APPROVED_CONDITIONS = "APPROVED_CONDITIONS"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class DecisionState(StrEnum):
    """``FALLEN``: whoever was to sign it second would not; the case may be decided again."""

    FINAL = "FINAL"
    AWAITING_SECOND_SIGNATURE = "AWAITING_SECOND_SIGNATURE"
    FALLEN = "FALLEN"


class Condition(StrEnum):
    """On what condition money goes out: codes, because free text stays with the analysts."""

    PROOF_OF_IDENTITY = "PROOF_OF_IDENTITY"
    PROOF_OF_BANK_ACCOUNT = "PROOF_OF_BANK_ACCOUNT"
    PAYMENT_IN_STAGES = "PAYMENT_IN_STAGES"
    PAYMENT_ON_INVOICE = "PAYMENT_ON_INVOICE"
    EARLIER_AWARD_ACCOUNTED = "EARLIER_AWARD_ACCOUNTED"
    DEBT_AGREEMENT_KEPT = "DEBT_AGREEMENT_KEPT"
    ACCOUNTS_FILED = "ACCOUNTS_FILED"


class CaseState(StrEnum):
    """``STOPPED``: the agreement ended while it was checked. ``FAILED``: tried too often."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    STOPPED = "STOPPED"
    FAILED = "FAILED"


class SourceName(StrEnum):
    """Where a check looks. The last five are not connected yet, but for our own cases."""

    COMPANIES_HOUSE_BULK = "COMPANIES_HOUSE_BULK"
    COMPANIES_HOUSE_OFFICERS = "COMPANIES_HOUSE_OFFICERS"
    UK_SANCTIONS_LIST = "UK_SANCTIONS_LIST"
    INSOLVENCY_REGISTER = "INSOLVENCY_REGISTER"
    PREVIOUS_AWARDS = "PREVIOUS_AWARDS"
    COUNCIL_DEBTS = "COUNCIL_DEBTS"
    OWN_CASES = "OWN_CASES"
    DISQUALIFIED_OFFICERS = "DISQUALIFIED_OFFICERS"
    COUNTY_COURT_JUDGMENTS = "COUNTY_COURT_JUDGMENTS"
    BANK = "BANK"
    PPIT_INTELLIGENCE = "PPIT_INTELLIGENCE"


class LinkKind(StrEnum):
    """What two applications have in common."""

    ACCOUNT = "ACCOUNT"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ADDRESS = "ADDRESS"
    OFFICER = "OFFICER"
