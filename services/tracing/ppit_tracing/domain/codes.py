"""The codes of tracing: what is asked, what is found, and why nothing may be said."""

from enum import StrEnum


class TraceReason(StrEnum):
    """Why an address is asked for: stated before any search."""

    RECOVER_DEBT = "RECOVER_DEBT"
    SERVE_NOTICE = "SERVE_NOTICE"
    SERVE_COURT_PAPERS = "SERVE_COURT_PAPERS"
    ENFORCE_LIABILITY_ORDER = "ENFORCE_LIABILITY_ORDER"
    CLOSE_ACCOUNT = "CLOSE_ACCOUNT"


class TraceState(StrEnum):
    """How far a trace or a batch is; STOPPED with the code of the authority that ended."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    STOPPED = "STOPPED"


class TraceOutcome(StrEnum):
    """What a trace may say; an address is only ever shown with the first two."""

    NEW_ADDRESS_CONFIRMED = "NEW_ADDRESS_CONFIRMED"
    SAME_ADDRESS_CONFIRMED = "SAME_ADDRESS_CONFIRMED"
    CANDIDATES_UNCONFIRMED = "CANDIDATES_UNCONFIRMED"
    GONE_AWAY_NO_TRACE = "GONE_AWAY_NO_TRACE"
    DECEASED = "DECEASED"
    MULTIPLE_IDENTITIES = "MULTIPLE_IDENTITIES"
    PROTECTED_DO_NOT_DISCLOSE = "PROTECTED_DO_NOT_DISCLOSE"
    INSUFFICIENT_INPUT = "INSUFFICIENT_INPUT"
    NOT_PERMITTED = "NOT_PERMITTED"


class StopFlag(StrEnum):
    """What ends a trace before any address is looked for, in the order it is asked."""

    PROTECTED = "PROTECTED"
    DECEASED = "DECEASED"
    BREATHING_SPACE = "BREATHING_SPACE"
    INSOLVENT = "INSOLVENT"
    CHILD = "CHILD"


class StopAnswer(StrEnum):
    """What asking for a stop flag gave, gravest first. Only NOT_RAISED lets an address be shown."""

    RAISED = "RAISED"
    UNCERTAIN = "UNCERTAIN"
    UNABLE = "UNABLE"
    NOT_RAISED = "NOT_RAISED"


class SourceName(StrEnum):
    """The lists that the service keeps. Each is loaded, licensed and dated for itself."""

    ELECTORAL_REGISTER = "ELECTORAL_REGISTER"
    CREDIT_BUREAU_A = "CREDIT_BUREAU_A"
    CREDIT_BUREAU_B = "CREDIT_BUREAU_B"
    UTILITY = "UTILITY"
    COUNCIL = "COUNCIL"
    MAIL_FORWARDING = "MAIL_FORWARDING"
    GONE_AWAY_FILE = "GONE_AWAY_FILE"
    DEATHS = "DEATHS"
    INSOLVENCIES = "INSOLVENCIES"
    GAZETTEER = "GAZETTEER"
    PROTECTION = "PROTECTION"


class SourceState(StrEnum):
    """Whether a source could be looked at; what was not looked at says nothing."""

    CHECKED = "CHECKED"
    STALE = "STALE"
    UNAVAILABLE = "UNAVAILABLE"
    NOT_PERMITTED = "NOT_PERMITTED"


class EvidenceClass(StrEnum):
    """What kind of word a source gives."""

    ELECTORAL = "ELECTORAL"
    CREDIT_ACTIVE = "CREDIT_ACTIVE"
    CREDIT_HISTORIC = "CREDIT_HISTORIC"
    UTILITY_TELECOM = "UTILITY_TELECOM"
    COUNCIL_ACCOUNT = "COUNCIL_ACCOUNT"
    LAND_TITLE = "LAND_TITLE"
    COMPANY_FILING = "COMPANY_FILING"
    FORWARDING = "FORWARDING"
    SUPPRESSION_GONEAWAY = "SUPPRESSION_GONEAWAY"
    DEATH_PROBATE = "DEATH_PROBATE"
    DEATH_FUNERAL = "DEATH_FUNERAL"
    DEATH_INSURANCE = "DEATH_INSURANCE"
    DEATH_PREFERENCE = "DEATH_PREFERENCE"
    DIRECT_CONTACT = "DIRECT_CONTACT"
    VISIT = "VISIT"


class InsolvencyKind(StrEnum):
    BANKRUPTCY = "BANKRUPTCY"
    IVA = "IVA"
    DRO = "DRO"
    BREATHING_SPACE = "BREATHING_SPACE"


class RuledOut(StrEnum):
    """Why a record, or an address, was not followed: counted in a certificate, nobody is named."""

    OTHER_NAME = "OTHER_NAME"
    INITIAL_ONLY = "INITIAL_ONLY"
    OTHER_BIRTHDAY = "OTHER_BIRTHDAY"
    NOT_PLACED = "NOT_PLACED"
    ACCOUNT_IN_TWO_FILES = "ACCOUNT_IN_TWO_FILES"
    EARLIER_ADDRESS = "EARLIER_ADDRESS"


class Doubt(StrEnum):
    """Why the best address was not certified."""

    ONE_LINEAGE = "ONE_LINEAGE"
    NOT_CURRENT = "NOT_CURRENT"
    LATER_ELSEWHERE = "LATER_ELSEWHERE"
    TWO_HOMES = "TWO_HOMES"
    BEFORE_THE_DEBT = "BEFORE_THE_DEBT"
    GONE_AWAY = "GONE_AWAY"
    RIVAL_AT_DOOR = "RIVAL_AT_DOOR"
    NOT_OF_THE_DEBTOR = "NOT_OF_THE_DEBTOR"


class TracedOutcome(StrEnum):
    """What became of a certified address, as the debt system tells it afterwards."""

    RETURNED_MAIL = "RETURNED_MAIL"
    CONTACTED = "CONTACTED"
    PAID = "PAID"
    WRONG_PERSON = "WRONG_PERSON"


class Shown(StrEnum):
    """In which answer an address was shown."""

    TRACE = "TRACE"
    CERTIFICATE = "CERTIFICATE"
    BATCH_RESULT = "BATCH_RESULT"
