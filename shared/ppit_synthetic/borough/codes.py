"""The codes a borough's truth is written in: the domain's words, and what makes a row hard."""

from enum import StrEnum


class ScamType(StrEnum):
    """How somebody was robbed. The register's list, as far as the borough's partners see it."""

    DOORSTEP_ROGUE_TRADER = "DOORSTEP_ROGUE_TRADER"
    DISTRACTION_OR_BOGUS_CALLER = "DISTRACTION_OR_BOGUS_CALLER"
    MASS_MAIL_LOTTERY_PRIZE = "MASS_MAIL_LOTTERY_PRIZE"
    CLAIRVOYANT_PSYCHIC = "CLAIRVOYANT_PSYCHIC"
    INVESTMENT = "INVESTMENT"
    ROMANCE = "ROMANCE"
    COURIER_IMPERSONATION_BANK_POLICE = "COURIER_IMPERSONATION_BANK_POLICE"
    TELEPHONE_COMPUTER_SUPPORT = "TELEPHONE_COMPUTER_SUPPORT"
    GOVERNMENT_IMPERSONATION = "GOVERNMENT_IMPERSONATION"
    FRAUD_RECOVERY = "FRAUD_RECOVERY"
    ADVANCE_FEE_INHERITANCE = "ADVANCE_FEE_INHERITANCE"
    ONLINE_SHOPPING = "ONLINE_SHOPPING"
    SUBSCRIPTION_TRAP = "SUBSCRIPTION_TRAP"
    PENSION = "PENSION"
    CATALOGUE_CHEAP_GOODS = "CATALOGUE_CHEAP_GOODS"
    CHARITY = "CHARITY"


class VictimList(StrEnum):
    """Who sends a list of victims, each in a layout and with errors of its own."""

    TRADING_STANDARDS_HUB = "TRADING_STANDARDS_HUB"
    POLICE = "POLICE"
    BANK_PROTOCOL = "BANK_PROTOCOL"
    NATIONAL_HUB = "NATIONAL_HUB"
    CHARITY = "CHARITY"


class DebtFile(StrEnum):
    """The two shapes in which debts come."""

    COUNCIL_TAX = "COUNCIL_TAX"
    SUNDRY = "SUNDRY"


class Trap(StrEnum):
    """What makes a partner's row hard to read. Each error model sets each in a way of its own."""

    JOINT = "JOINT"
    CARE_OF = "CARE_OF"
    PLACEHOLDER_BIRTHDAY = "PLACEHOLDER_BIRTHDAY"
    MONTH_FIRST = "MONTH_FIRST"
    EXCEL_SERIAL = "EXCEL_SERIAL"
    POSTCODE_IN_ADDRESS = "POSTCODE_IN_ADDRESS"
    PHONE_AS_NUMBER = "PHONE_AS_NUMBER"
    LOST_ZERO = "LOST_ZERO"
    NOT_KNOWN = "NOT_KNOWN"
    SAME_AS_ABOVE = "SAME_AS_ABOVE"
    DECEASED_NOTE = "DECEASED_NOTE"
    FORMULA = "FORMULA"
    DO_NOT_CONTACT = "DO_NOT_CONTACT"
    NAME_MISTYPED = "NAME_MISTYPED"
    ADDRESS_MISTYPED = "ADDRESS_MISTYPED"
    BIRTHDAY_WRONG = "BIRTHDAY_WRONG"
    NICKNAME = "NICKNAME"
    FORMER_SURNAME = "FORMER_SURNAME"


class Protection(StrEnum):
    """Why nobody may be told where somebody lives."""

    VICTIM_REGISTER = "VICTIM_REGISTER"
    REFUGE = "REFUGE"
    WITNESS = "WITNESS"


class InsolvencyKind(StrEnum):
    """The personal procedures that stop a creditor. Breathing space is a moratorium of 60 days."""

    BANKRUPTCY = "BANKRUPTCY"
    IVA = "IVA"
    DRO = "DRO"
    BREATHING_SPACE = "BREATHING_SPACE"


class Source(StrEnum):
    """Who says that somebody lives somewhere."""

    ELECTORAL_REGISTER = "ELECTORAL_REGISTER"
    CREDIT_BUREAU_A = "CREDIT_BUREAU_A"
    CREDIT_BUREAU_B = "CREDIT_BUREAU_B"
    UTILITY = "UTILITY"
    COUNCIL = "COUNCIL"
    MAIL_FORWARDING = "MAIL_FORWARDING"
    GONE_AWAY_FILE = "GONE_AWAY_FILE"


class Evidence(StrEnum):
    """What a sighting is worth: the domain's evidence classes that the borough's sources give."""

    ELECTORAL = "ELECTORAL"
    CREDIT_ACTIVE = "CREDIT_ACTIVE"
    CREDIT_HISTORIC = "CREDIT_HISTORIC"
    UTILITY_TELECOM = "UTILITY_TELECOM"
    COUNCIL_ACCOUNT = "COUNCIL_ACCOUNT"
    FORWARDING = "FORWARDING"
    SUPPRESSION_GONEAWAY = "SUPPRESSION_GONEAWAY"
    DEATH_PROBATE = "DEATH_PROBATE"
    DEATH_FUNERAL = "DEATH_FUNERAL"
    DEATH_INSURANCE = "DEATH_INSURANCE"
    DEATH_PREFERENCE = "DEATH_PREFERENCE"


class Verdict(StrEnum):
    """What is true of a sighting. ``MISFILED``: it stands in the file of another of that name."""

    LIVES_THERE = "LIVES_THERE"
    LIVED_THERE = "LIVED_THERE"
    STALE = "STALE"
    GONE_AWAY = "GONE_AWAY"
    MISFILED = "MISFILED"


class Stop(StrEnum):
    """What stops a trace before any address is looked for, gravest first."""

    PROTECTED = "PROTECTED"
    DECEASED = "DECEASED"
    BREATHING_SPACE = "BREATHING_SPACE"
    INSOLVENT = "INSOLVENT"
    CHILD = "CHILD"


class TraceOutcome(StrEnum):
    """How a trace may end at best, in the domain's words."""

    NEW_ADDRESS_CONFIRMED = "NEW_ADDRESS_CONFIRMED"
    SAME_ADDRESS_CONFIRMED = "SAME_ADDRESS_CONFIRMED"
    CANDIDATES_UNCONFIRMED = "CANDIDATES_UNCONFIRMED"
    GONE_AWAY_NO_TRACE = "GONE_AWAY_NO_TRACE"
    DECEASED = "DECEASED"
    PROTECTED_DO_NOT_DISCLOSE = "PROTECTED_DO_NOT_DISCLOSE"
    NOT_PERMITTED = "NOT_PERMITTED"


class CompanyStory(StrEnum):
    """Companies with a part to play."""

    PHOENIX_ASHES = "PHOENIX_ASHES"
    PHOENIX_RISEN = "PHOENIX_RISEN"
    MASS_REGISTERED = "MASS_REGISTERED"
    ONE_MANS_STABLE = "ONE_MANS_STABLE"


class RingLink(StrEnum):
    """What the members of a fraud ring share."""

    ACCOUNT = "ACCOUNT"
    PHONE = "PHONE"
    OFFICER = "OFFICER"
    ADDRESS = "ADDRESS"


class Check(StrEnum):
    """The vetting checks by which an applicant of the borough can fail."""

    LINK_NETWORK = "LINK_NETWORK"
    SANCTIONS = "SANCTIONS"
    PHOENIX_PATTERN = "PHOENIX_PATTERN"
    MASS_REGISTRATION_ADDRESS = "MASS_REGISTRATION_ADDRESS"
    INSOLVENCY_COMPANY = "INSOLVENCY_COMPANY"
    INSOLVENCY_PERSON = "INSOLVENCY_PERSON"
    PREVIOUS_AWARDS = "PREVIOUS_AWARDS"
    PREVIOUS_DEBT = "PREVIOUS_DEBT"


class MatchStrength(StrEnum):
    """How an applicant meets a sanctioned subject.

    ``STRONG``: name and whole birthday agree. ``WEAK``: a name variation agrees and the list knows
    no more than the year: a human must look. ``LOW_QUALITY_ALIAS``: nothing agrees but an alias
    that the list itself calls low quality, which alone must not give a hit.
    """

    STRONG = "STRONG"
    WEAK = "WEAK"
    LOW_QUALITY_ALIAS = "LOW_QUALITY_ALIAS"
