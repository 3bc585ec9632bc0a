"""Which source each check is of, and which sources are not connected yet."""

from collections.abc import Mapping

from ppit_vetting.domain.codes import CheckType, SourceName

_SOURCES: Mapping[CheckType, SourceName] = {
    CheckType.COMPANY_REGISTER: SourceName.COMPANIES_HOUSE_BULK,
    CheckType.OFFICERS_PSC: SourceName.COMPANIES_HOUSE_OFFICERS,
    CheckType.INSOLVENCY_COMPANY: SourceName.COMPANIES_HOUSE_BULK,
    CheckType.INSOLVENCY_PERSON: SourceName.INSOLVENCY_REGISTER,
    CheckType.SANCTIONS: SourceName.UK_SANCTIONS_LIST,
    CheckType.PHOENIX_PATTERN: SourceName.COMPANIES_HOUSE_OFFICERS,
    CheckType.MASS_REGISTRATION_ADDRESS: SourceName.COMPANIES_HOUSE_BULK,
    CheckType.PREVIOUS_AWARDS: SourceName.PREVIOUS_AWARDS,
    CheckType.PREVIOUS_DEBT: SourceName.COUNCIL_DEBTS,
    CheckType.LINK_NETWORK: SourceName.OWN_CASES,
    CheckType.DISQUALIFIED_DIRECTOR: SourceName.DISQUALIFIED_OFFICERS,
    CheckType.CCJ: SourceName.COUNTY_COURT_JUDGMENTS,
    CheckType.BANK_VERIFICATION: SourceName.BANK,
    CheckType.ADVERSE_INTELLIGENCE: SourceName.PPIT_INTELLIGENCE,
}
NOT_CONNECTED = frozenset(
    {
        CheckType.DISQUALIFIED_DIRECTOR,
        CheckType.CCJ,
        CheckType.BANK_VERIFICATION,
        CheckType.ADVERSE_INTELLIGENCE,
    }
)


def source_of(check: CheckType) -> SourceName:
    return _SOURCES[check]
