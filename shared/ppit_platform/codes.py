"""Codes that every service and the gate share. Their meaning and law stand in docs/glossary.md."""

from enum import StrEnum


class PurposeCode(StrEnum):
    """Why personal data is asked for: one token, one purpose (UK GDPR Art 5(1)(b))."""

    OFFICER_SAFETY_VISIT = "OFFICER_SAFETY_VISIT"
    OFFICER_SAFETY_PLANNED_OP = "OFFICER_SAFETY_PLANNED_OP"
    VET_GRANT = "VET_GRANT"
    VET_LOAN = "VET_LOAN"
    VET_TRADER_SCHEME = "VET_TRADER_SCHEME"
    VET_PROCUREMENT = "VET_PROCUREMENT"
    VET_LICENCE = "VET_LICENCE"
    VET_PITCH_ALLOCATION = "VET_PITCH_ALLOCATION"
    TRACE_CIVIL_DEBT = "TRACE_CIVIL_DEBT"
    TRACE_COUNCIL_TAX = "TRACE_COUNCIL_TAX"
    TRACE_LEGAL_PROCEEDINGS = "TRACE_LEGAL_PROCEEDINGS"
    VICTIM_SAFEGUARD = "VICTIM_SAFEGUARD"
    VICTIM_REGISTER_MAINTENANCE = "VICTIM_REGISTER_MAINTENANCE"
    PREVENT_DETECT_CRIME = "PREVENT_DETECT_CRIME"
    APPREHEND_PROSECUTE = "APPREHEND_PROSECUTE"
    SUBJECT_RIGHTS = "SUBJECT_RIGHTS"
    AUDIT_LAWFULNESS = "AUDIT_LAWFULNESS"
    AUDIT_SELF_MONITOR = "AUDIT_SELF_MONITOR"
    AUDIT_SECURITY = "AUDIT_SECURITY"
    AUDIT_CRIMINAL_PROCEEDINGS = "AUDIT_CRIMINAL_PROCEEDINGS"
    AUDIT_ICO = "AUDIT_ICO"
    PARTNER_ADMINISTRATION = "PARTNER_ADMINISTRATION"
    SYSTEM_TEST_SYNTHETIC = "SYSTEM_TEST_SYNTHETIC"


LOG_PURPOSES = (
    PurposeCode.AUDIT_LAWFULNESS,
    PurposeCode.AUDIT_SELF_MONITOR,
    PurposeCode.AUDIT_SECURITY,
    PurposeCode.AUDIT_CRIMINAL_PROCEEDINGS,
    PurposeCode.AUDIT_ICO,
)
"""What the log may be used for, and nothing else (DPA 2018 s.62(4)): (a) verifying lawfulness, (b)
self-monitoring, with internal disciplinary proceedings, (c) integrity and security, (d) criminal
proceedings; and (a) again where the Commissioner verifies it (s.62(5)).
"""


class SubjectClass(StrEnum):
    """Whom a datum is about, as law enforcement must tell apart (DPA 2018 s.38(3)).

    ``NOT_APPLICABLE`` is everybody else: an applicant, a debtor, a resident.
    """

    SUSPECTED = "SUSPECTED"
    CONVICTED = "CONVICTED"
    VICTIM = "VICTIM"
    WITNESS_OR_OTHER = "WITNESS_OR_OTHER"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class ProcessingRegime(StrEnum):
    """Under which law a datum was collected (DPA 2018 s.36(4))."""

    PART3_LAW_ENFORCEMENT = "PART3_LAW_ENFORCEMENT"
    UK_GDPR = "UK_GDPR"


class LogOperation(StrEnum):
    """What was done to personal data: DPA 2018 s.62, and ours."""

    COLLECTION = "COLLECTION"
    ALTERATION = "ALTERATION"
    CONSULTATION = "CONSULTATION"
    DISCLOSURE = "DISCLOSURE"
    TRANSFER = "TRANSFER"
    COMBINATION = "COMBINATION"
    ERASURE = "ERASURE"
    SCREENING_FAILED = "SCREENING_FAILED"
    EXPORT = "EXPORT"
    BREAK_GLASS = "BREAK_GLASS"
    AUDIT_VIEWED = "AUDIT_VIEWED"
    DENIED = "DENIED"


class Role(StrEnum):
    """What a person or a machine is to the house: each a set of scopes."""

    WARDEN = "WARDEN"
    TS_OFFICER = "TS_OFFICER"
    CASE_OFFICER = "CASE_OFFICER"
    DISTRICT_OFFICER = "DISTRICT_OFFICER"
    ANALYST = "ANALYST"
    APPROVER = "APPROVER"
    DPO = "DPO"
    PARTNER_ADMIN = "PARTNER_ADMIN"
    MACHINE = "MACHINE"
    OPERATOR = "OPERATOR"
