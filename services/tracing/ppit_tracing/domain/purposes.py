"""For what tracing may be asked, and may ask."""

from ppit_platform.codes import PurposeCode, SubjectClass

TRACE_PURPOSES = (
    PurposeCode.TRACE_CIVIL_DEBT,
    PurposeCode.TRACE_COUNCIL_TAX,
    PurposeCode.TRACE_LEGAL_PROCEEDINGS,
)
"""None of them ever reads what was collected for law enforcement (DPA 2018 s.36(4))."""

CONCERNED = (SubjectClass.NOT_APPLICABLE,)
"""Debtors: no class of people that law enforcement tells apart."""
