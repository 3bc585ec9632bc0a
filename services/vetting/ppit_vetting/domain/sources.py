"""Which source each check is of, which are not connected yet, and what is looked up together."""

from collections.abc import Mapping, Sequence

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


_OF_COMPANIES = frozenset(
    {
        CheckType.COMPANY_REGISTER,
        CheckType.OFFICERS_PSC,
        CheckType.INSOLVENCY_COMPANY,
        CheckType.PHOENIX_PATTERN,
        CheckType.MASS_REGISTRATION_ADDRESS,
    }
)


def groups_of(checks: Sequence[CheckType]) -> list[tuple[CheckType, ...]]:
    """Return the checks of a policy as a case's job makes them, group by group.

    The register of companies, then all else, and last the links: every check must be made before
    anything is recommended, which happens in one step with them.
    """
    links = CheckType.LINK_NETWORK
    groups = (
        tuple(check for check in checks if check in _OF_COMPANIES),
        tuple(check for check in checks if check not in _OF_COMPANIES and check is not links),
        (links,),
    )
    return [group for group in groups if group]
