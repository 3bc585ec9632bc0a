"""Compare two people and rank candidates: weight, probability, band, reasons in words."""

from collections.abc import Iterable

from ppit_matching.names.rarity import family_bits, given_bits
from ppit_matching.people.person import Person
from ppit_matching.scoring.certainty import may_be_confirmed
from ppit_matching.scoring.evidence import Evidence, gather
from ppit_matching.scoring.levels import NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import MODEL, RARE_LEVELS, Weights
from ppit_matching.scoring.name_levels import NameMatch
from ppit_matching.scoring.verdict import Band, Comparison, K, Ranked

BITS_BOUND = 60.0
RARE_OR_SWAPPED = RARE_LEVELS | {NameLevel.SWAPPED}
FIRST_NAME_WORDS = {level: level.format(field="first name") for level in NameLevel}
SURNAME_WORDS = {level: level.format(field="surname") for level in NameLevel}
PHONE_WORDS = {level: level.format(field="phone") for level in OtherLevel}
MIDDLE_WORDS = {level: level.format(field="middle name") for level in OtherLevel}
GENERATION_WORDS = {level: level.format(field="junior or senior") for level in OtherLevel}


def compare(query: Person, record: Person) -> Comparison:
    """Say how likely both are one person, and why.

    Bands: CONFIRMED only as `certainty` says; PROBABLE from even odds, POSSIBLE from one in
    fifty, because a missed marker can get someone hurt and these two only ever say "seek advice".
    """
    evidence = gather(query, record)
    weight = weigh(evidence)
    probability = _probability(weight + MODEL.prior_bits)
    return Comparison(weight, probability, _band(probability, evidence), reasons(evidence))


def rank(query: Person, candidates: Iterable[tuple[K, Person]]) -> tuple[Ranked[K], ...]:
    """Return the candidates that are not NONE, best first, each with the gap to the second.

    Equal weights keep the order of the candidates.
    """
    compared = [(key, compare(query, person)) for key, person in candidates]
    kept = [pair for pair in compared if pair[1].band is not Band.NONE]
    kept.sort(key=lambda pair: -pair[1].weight_bits)
    gap = kept[0][1].weight_bits - kept[1][1].weight_bits if len(kept) > 1 else None
    return tuple(Ranked(key, comparison, gap) for key, comparison in kept)


def weigh(evidence: Evidence) -> float:
    """Return the evidence in bits."""
    weights = MODEL.household if evidence.place is PlaceLevel.DOOR else MODEL.strangers
    return (
        _given_weight(evidence.given, weights)
        + _family_weight(evidence.family, weights)
        + weights.born[evidence.born]
        + weights.phone[evidence.phone]
        + weights.middle[evidence.middle]
        + weights.generation[evidence.generation]
        + MODEL.place[evidence.place]
    )


def _given_weight(given: NameMatch, weights: Weights) -> float:
    weight = weights.given[given.level]
    if not weights.by_rarity or given.level not in RARE_OR_SWAPPED:
        return weight
    return weight + min(given_bits(given.name), given_bits(given.other))


def _family_weight(family: NameMatch, weights: Weights) -> float:
    weight = weights.family[family.level]
    if not weights.by_rarity or family.level not in RARE_OR_SWAPPED:
        return weight
    return weight + min(family_bits(family.name), family_bits(family.other))


def _probability(bits: float) -> float:
    bounded = max(-BITS_BOUND, min(BITS_BOUND, bits))
    return 1 / (1 + 2**-bounded)


def _band(probability: float, evidence: Evidence) -> Band:
    if probability >= MODEL.confirmed_from and may_be_confirmed(evidence):
        return Band.CONFIRMED
    if probability >= MODEL.probable_from:
        return Band.PROBABLE
    return Band.POSSIBLE if probability >= MODEL.possible_from else Band.NONE


def reasons(evidence: Evidence) -> tuple[str, ...]:
    """Put each field's level in words; they hold no personal data."""
    swapped = evidence.given.level is NameLevel.SWAPPED
    found = (
        FIRST_NAME_WORDS[evidence.given.level],
        "" if swapped else SURNAME_WORDS[evidence.family.level],
        evidence.born,
        evidence.place,
        PHONE_WORDS[evidence.phone],
        MIDDLE_WORDS[evidence.middle],
        GENERATION_WORDS[evidence.generation],
    )
    return tuple(str(reason) for reason in found if reason)
