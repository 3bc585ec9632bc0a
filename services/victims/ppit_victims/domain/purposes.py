"""Which purposes the register answers."""

from ppit_platform.codes import PurposeCode

REGISTER_PURPOSES = (PurposeCode.VICTIM_SAFEGUARD, PurposeCode.VICTIM_REGISTER_MAINTENANCE)
"""Every record serves both: the database refuses one that does not."""

REPORTING_PURPOSES = (*REGISTER_PURPOSES, PurposeCode.PREVENT_DETECT_CRIME)
"""Police tell of victims under their own purpose, and read what they told."""
