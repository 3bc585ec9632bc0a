"""What the register may be asked for."""

from ppit_platform.codes import PurposeCode

SAFETY_PURPOSES = (PurposeCode.OFFICER_SAFETY_VISIT, PurposeCode.OFFICER_SAFETY_PLANNED_OP)
"""Every marker serves both: the database refuses one that does not."""
