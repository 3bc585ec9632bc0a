"""An e-mail address in the one form in which two of them are compared."""

import re

ADDRESS = re.compile(r"([^\s@<>\",;:()]{1,64})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
# Typed to get past a form's check: they identify nobody.
NOBODY = frozenset({"none", "noemail", "no-email", "na", "n/a", "test", "unknown", "noreply"})


def parse_email(text: str | None) -> str | None:
    """Return the address in lower case without "+tag"; None for what is none, or nobody's."""
    if not text:
        return None
    found = ADDRESS.fullmatch(text.strip().lower().removeprefix("mailto:"))
    if found is None:
        return None
    local = found[1].split("+", 1)[0]
    return f"{local}@{found[2]}" if local and local not in NOBODY else None
