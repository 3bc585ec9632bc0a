"""Tables of words are written as running text, because a reader checks them as text."""


def listed(text: str) -> frozenset[str]:
    """Return the words of the text."""
    return frozenset(text.split())
