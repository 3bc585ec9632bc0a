"""What an act claims to have shown: a sentence, and whether it held."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """``claim`` reads as a fact; ``seen`` is what was found instead, if it did not hold."""

    claim: str
    held: bool
    seen: str = ""


def equal(claim: str, seen: object, wanted: object) -> Check:
    return Check(claim, seen == wanted, f"{seen!r} instead of {wanted!r}")
