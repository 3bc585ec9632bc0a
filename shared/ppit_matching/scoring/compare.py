"""Compare two people and rank candidates: weight, probability, band, reasons in words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ppit_matching.people.person import Person
from ppit_matching.scoring.certainty import may_be_confirmed
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.evidence import SAME_YEAR, Evidence, gather
from ppit_matching.scoring.levels import NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import RARE_LEVELS, Model, Weights
from ppit_matching.scoring.name_levels import NameMatch
from ppit_matching.scoring.verdict import Band, Comparison, K, Ranked

RARE_OR_SWAPPED = RARE_LEVELS | {NameLevel.SWAPPED}
FIRST_NAME_WORDS = {level: level.format(field="first name") for level in NameLevel}
SURNAME_WORDS = {level: level.format(field="surname") for level in NameLevel}


def _words(name: str) -> dict[OtherLevel, str]:
    return {level: level.format(field=name) for level in OtherLevel}


PHONE_WORDS, EMAIL_WORDS, SEX_WORDS = _words("phone"), _words("e-mail address"), _words("sex")
INSURANCE_WORDS = _words("National Insurance number")
MIDDLE_WORDS, GENERATION_WORDS = _words("middle name"), _words("junior or senior")


def compare(
    query: Person,
    record: Person,
    model: Model = MODEL,
    *,
    beside: Sequence[tuple[str, float]] = (),
) -> Comparison:
    """Say how likely both are one person, and why.

    `beside`: words and bits of what else a list tells that the model does not know.
    Bands: CONFIRMED only as `certainty` says; PROBABLE from even odds, POSSIBLE from one in
    fifty, because a missed marker can get someone hurt and these two only ever say "seek advice".
    """
    return _told(gather(query, record), model, beside)


def rank(
    query: Person, candidates: Iterable[tuple[K, Person]], model: Model = MODEL
) -> tuple[Ranked[K], ...]:
    """Return the candidates that are not NONE, best first, each with the gap to the second.

    Equal weights keep the order of the candidates.
    """
    kept: list[tuple[K, Comparison]] = []
    for key, person in candidates:
        evidence = gather(query, person)
        # Hardly one in ten is possible: only of those anything is put in words.
        if model.probability(sum(_bits(evidence, model))) >= model.bounds.possible:
            kept.append((key, _told(evidence, model)))
    kept.sort(key=lambda pair: -pair[1].weight_bits)
    gap = kept[0][1].weight_bits - kept[1][1].weight_bits if len(kept) > 1 else None
    return tuple(Ranked(key, comparison, gap) for key, comparison in kept)


def contributions(evidence: Evidence, model: Model) -> Iterator[tuple[str, float]]:
    """Give each field's level in words, which hold no personal data, and its bits.

    A field about which nothing is known has no words and no bits; of swapped names the first has
    the bits of both.
    """
    return zip(_words_of(evidence), _bits(evidence, model), strict=True)


def _told(evidence: Evidence, model: Model, beside: Sequence[tuple[str, float]] = ()) -> Comparison:
    told = [(words, bits) for words, bits in chain(contributions(evidence, model), beside) if words]
    weight = sum(bits for _, bits in told)
    probability = model.probability(weight)
    band = _band(probability, evidence, model)
    words, bits = zip(*told, strict=True) if told else ((), ())
    return Comparison(weight, probability, band, words, bits)


def _bits(evidence: Evidence, model: Model) -> tuple[float, ...]:
    weights = model.household if evidence.within_household else model.strangers
    place = model.at_same_place if evidence.same_place else model.place[evidence.place]
    phone = weights.phone[evidence.phone]
    if evidence.home_by_phone:
        place, phone = 0.0, phone + model.place[PlaceLevel.DOOR]
    given = _given_weight(evidence.given, weights, model)
    family = _family_weight(evidence.family, weights, model)
    if evidence.given.level is NameLevel.SWAPPED:
        given, family = given + family, 0.0
    fashion = model.fashion_bits if _of_one_fashion(evidence, weights) else 0.0
    return (
        given,
        family,
        weights.born[evidence.born] - fashion,
        place,
        phone,
        weights.email[evidence.email],
        weights.national_insurance[evidence.national_insurance],
        weights.sex[evidence.sex],
        weights.middle[evidence.middle],
        weights.generation[evidence.generation],
    )


def _words_of(evidence: Evidence) -> tuple[str, ...]:
    swapped = evidence.given.level is NameLevel.SWAPPED
    return (
        FIRST_NAME_WORDS[evidence.given.level],
        "" if swapped else SURNAME_WORDS[evidence.family.level],
        str(evidence.born),
        str(evidence.place),
        PHONE_WORDS[evidence.phone],
        EMAIL_WORDS[evidence.email],
        INSURANCE_WORDS[evidence.national_insurance],
        SEX_WORDS[evidence.sex],
        MIDDLE_WORDS[evidence.middle],
        GENERATION_WORDS[evidence.generation],
    )


def _of_one_fashion(evidence: Evidence, weights: Weights) -> bool:
    """Whether the first name's rarity is counted though the year of birth makes it common."""
    agrees = evidence.given.level in RARE_LEVELS
    return weights.by_rarity and agrees and evidence.born in SAME_YEAR


def _given_weight(given: NameMatch, weights: Weights, model: Model) -> float:
    weight = weights.given[given.level]
    if not weights.by_rarity or given.level not in RARE_OR_SWAPPED:
        return weight
    shares = model.shares
    return weight + min(shares.given_bits(given.name), shares.given_bits(given.other))


def _family_weight(family: NameMatch, weights: Weights, model: Model) -> float:
    weight = weights.family[family.level]
    if not weights.by_rarity or family.level not in RARE_OR_SWAPPED:
        return weight
    shares = model.shares
    return weight + min(shares.family_bits(family.name), shares.family_bits(family.other))


def _band(probability: float, evidence: Evidence, model: Model) -> Band:
    bounds = model.bounds
    if probability >= bounds.confirmed and may_be_confirmed(evidence):
        return Band.CONFIRMED
    if probability >= bounds.probable:
        return Band.PROBABLE
    return Band.POSSIBLE if probability >= bounds.possible else Band.NONE
