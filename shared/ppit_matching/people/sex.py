"""A person's sex as registers write it."""

WRITTEN = {
    "f": "F", "female": "F", "woman": "F", "girl": "F", "w": "F",
    "m": "M", "male": "M", "man": "M", "boy": "M",
}  # fmt: skip


def parse_sex(text: str | None) -> str | None:
    """Return "F" or "M"; None for anything else, which says nothing."""
    return WRITTEN.get(text.strip().casefold()) if text else None
