"""Which purposes the register answers."""

from ppit_platform.codes import PurposeCode, SubjectClass

REGISTER_PURPOSES = (PurposeCode.VICTIM_SAFEGUARD, PurposeCode.VICTIM_REGISTER_MAINTENANCE)
"""Every record serves both: the database refuses one that does not."""

REPORTING_PURPOSES = (*REGISTER_PURPOSES, PurposeCode.PREVENT_DETECT_CRIME)
"""Police tell of victims under their own purpose, and read what they told."""

CONCERNED = (SubjectClass.VICTIM,)
PROTECTED = (*CONCERNED, SubjectClass.WITNESS_OR_OTHER)
"""Whose address nobody may be told: witnesses are among them."""
