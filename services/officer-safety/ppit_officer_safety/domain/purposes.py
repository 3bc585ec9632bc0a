"""What the register may be asked for."""

from ppit_platform.codes import PurposeCode, SubjectClass

SAFETY_PURPOSES = (PurposeCode.OFFICER_SAFETY_VISIT, PurposeCode.OFFICER_SAFETY_PLANNED_OP)
"""Every marker serves both: the database refuses one that does not."""

CONCERNED = (SubjectClass.SUSPECTED, SubjectClass.CONVICTED, SubjectClass.NOT_APPLICABLE)
"""A warning may rest on an allegation, on a court's order, or on no offence at all: a dog, a
danger to oneself. Which of them stands behind an answer is never told, so that all are agreed on.
"""
