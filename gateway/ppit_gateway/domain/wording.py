"""The texts that partners send beside a body, each with the only form it may have."""

import re

CASE_REFERENCE = re.compile(r"[A-Z0-9/-]{3,40}", re.ASCII)
IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
