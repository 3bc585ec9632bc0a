"""Build a person's name as the tradition of their family builds it."""

from dataclasses import dataclass
from random import Random

from ppit_synthetic.chance import Weighted, happens, weighted
from ppit_synthetic.codes import Origin, Sex
from ppit_synthetic.families import (
    FAMILIES,
    HINDU_FAMILIES,
    MUSLIM_FAMILIES,
    MUSLIM_WOMENS_LAST,
    SIKH_FAMILIES,
)
from ppit_synthetic.given_british import british_given
from ppit_synthetic.given_by_origin import (
    GIVEN,
    HINDU,
    MUHAMMAD,
    MUSLIM,
    NATIVE_NIGERIAN,
    SIKH,
)
from ppit_synthetic.nicknames import short_forms
from ppit_synthetic.records import ResidentName

ORIGINS = weighted(
    (
        (Origin.BRITISH, 77),
        (Origin.WELSH, 3),
        (Origin.IRISH, 3),
        (Origin.SOUTH_ASIAN, 6),
        (Origin.POLISH, 3),
        (Origin.NEPALI, 3),
        (Origin.NIGERIAN, 3),
        (Origin.ROMANIAN, 2),
    )
)
_FAITHS = {"sikh": SIKH_FAMILIES, "hindu": HINDU_FAMILIES, "muslim": MUSLIM_FAMILIES}
_MIDDLES = 2
_MIDDLE_SHARES = (0.78, 0.1)
_NICKNAME_SHARE = 0.14
_MIDDLE_IN_USE_SHARE = 0.06
_FEMININE = {"ski": "ska", "cki": "cka", "dzki": "dzka"}


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a family hands down. ``faith`` shapes South Asian names, and is None elsewhere.

    ``family`` stands in its masculine form; ``fathers_name`` is a middle name for Hindu children.
    """

    origin: Origin
    family: str
    faith: str | None = None
    fathers_name: str | None = None


def make_lineage(rng: Random, origin: Origin) -> Lineage:
    if origin is Origin.SOUTH_ASIAN:
        faith = rng.choice(tuple(_FAITHS))
        return Lineage(origin, _FAITHS[faith].draw(rng), faith)
    families = FAMILIES[origin]
    family = families.draw(rng)
    if origin is Origin.BRITISH and happens(rng, 0.02):
        family = f"{family}-{families.draw(rng)}"
    return Lineage(origin, family)


def family_for(lineage: Lineage, sex: Sex) -> str:
    """Return the surname in the form that ``sex`` bears it: Kowalski's wife is Kowalska."""
    if lineage.origin is Origin.POLISH and sex is Sex.FEMALE:
        stem, ending = lineage.family[:-3], lineage.family[-3:]
        return stem + _FEMININE.get(ending, ending)
    return lineage.family


def make_name(rng: Random, lineage: Lineage, sex: Sex, year: int) -> ResidentName:
    """Name a child of ``lineage`` born in ``year``."""
    match lineage.origin:
        case Origin.SOUTH_ASIAN:
            return _south_asian(rng, lineage, sex)
        case Origin.NEPALI:
            given = GIVEN[lineage.origin, sex].draw(rng)
            middle = rng.choice(("Bahadur", "Kumar") if sex is Sex.MALE else ("Kumari", "Maya"))
            both = (given, middle) if happens(rng, 0.7) and given != middle else (given,)
            return ResidentName(both, lineage.family, None, None)
        case Origin.NIGERIAN:
            pair = (GIVEN[lineage.origin, sex].draw(rng), NATIVE_NIGERIAN[sex].draw(rng))
            given = pair if happens(rng, 0.7) else pair[::-1]
            called = given[1] if happens(rng, 0.4) else None
            return ResidentName(given, lineage.family, called, None)
        case Origin.ROMANIAN:
            return _romanian(rng, lineage, sex)
        case Origin.BRITISH:
            return _european(rng, lineage, sex, british_given(sex, year))
        case _:
            return _european(rng, lineage, sex, GIVEN[lineage.origin, sex])


def _european(rng: Random, lineage: Lineage, sex: Sex, choices: Weighted[str]) -> ResidentName:
    given = [choices.draw(rng)]
    while len(given) <= _MIDDLES and happens(rng, _MIDDLE_SHARES[len(given) - 1]):
        middle = choices.draw(rng)
        if middle not in given:
            given.append(middle)
    chance = rng.random()
    known_as = None
    if len(given) > 1 and chance < _MIDDLE_IN_USE_SHARE:
        known_as = given[1]
    elif chance < _MIDDLE_IN_USE_SHARE + _NICKNAME_SHARE and short_forms(given[0]):
        known_as = rng.choice(short_forms(given[0]))
    return ResidentName(tuple(given), family_for(lineage, sex), known_as, None)


def _south_asian(rng: Random, lineage: Lineage, sex: Sex) -> ResidentName:
    if lineage.faith == "sikh":
        given = SIKH[sex].draw(rng)
        shared = "Singh" if sex is Sex.MALE else "Kaur"
        if happens(rng, 0.25):  # the shared name alone, and no family name
            return ResidentName((given,), shared, None, None)
        return ResidentName((given, shared), lineage.family, None, None)
    if lineage.faith == "hindu":
        given = HINDU[sex].draw(rng)
        fathers = (lineage.fathers_name,) if lineage.fathers_name else ()
        return ResidentName((given, *fathers), lineage.family, None, None)
    given = MUSLIM[sex].draw(rng)
    if sex is Sex.FEMALE:
        own = happens(rng, 0.45)  # a last name of her own, not her father's
        last = MUSLIM_WOMENS_LAST.draw(rng) if own else lineage.family
        return ResidentName((given,), last, None, None)
    if happens(rng, 0.55):  # Muhammad stands first, the second name is the one in use
        return ResidentName((MUHAMMAD.draw(rng), given), lineage.family, given, None)
    return ResidentName((given,), lineage.family, None, None)


def _romanian(rng: Random, lineage: Lineage, sex: Sex) -> ResidentName:
    choices = GIVEN[lineage.origin, sex]
    first, second = choices.draw(rng), choices.draw(rng)
    if first == second or happens(rng, 0.45):
        return ResidentName((first,), lineage.family, None, None)
    if happens(rng, 0.35):
        return ResidentName((f"{first}-{second}",), lineage.family, None, None)
    called = second if happens(rng, 0.3) else None
    return ResidentName((first, second), lineage.family, called, None)
