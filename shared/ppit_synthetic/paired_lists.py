"""A census and a survey of the same households: two lists to link, each without duplicates.

Of the kind a statistics office links: names, sex, the date of birth in three columns, house number,
street and postcode, a few errors in a hundred fields, people who moved between the two days, people
whom one of the lists missed. ``make_kent`` gives the households.
"""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from ppit_matching.linking.texts import PeopleTexts
from ppit_synthetic.census import POPULATION_DAY
from ppit_synthetic.chance import happens, stream
from ppit_synthetic.codes import Noise
from ppit_synthetic.kent import make_kent
from ppit_synthetic.misreadings import DIGIT_SHAPES, misread
from ppit_synthetic.nicknames import short_forms
from ppit_synthetic.noise_everyday import EVERYDAY
from ppit_synthetic.noise_held_out import HELD_OUT
from ppit_synthetic.records import GazetteerEntry, Kent, Resident

CENSUS, SURVEY = "census", "survey"
_MODELS = {Noise.EVERYDAY: EVERYDAY, Noise.HELD_OUT: HELD_OUT}
_MISSED = {CENSUS: 0.04, SURVEY: 0.05}
_MOVED_SHARE, _NAME_SHARE, _DATE_SHARE, _PLACE_SHARE, _GAP_SHARE = 0.03, 0.04, 0.03, 0.04, 0.01


@dataclass(frozen=True, slots=True)
class _Form:
    """One line of one list, and the resident who it is about."""

    resident: Resident
    source: str
    given: str
    family: str
    born: tuple[str, str, str]
    number: str
    street: str
    postcode: str
    sex: str


@dataclass(frozen=True, slots=True)
class PairedLists:
    """Both lists, one below the other. ``truth[i]`` is the person of record ``i``."""

    people: PeopleTexts
    columns: dict[str, list[str | None]]
    truth: tuple[str, ...]
    origins: tuple[str, ...]
    sexes: tuple[str, ...]
    age_bands: tuple[str, ...]


def make_census(seed: int, people: int = 25_000, noise: Noise = Noise.EVERYDAY) -> PairedLists:
    """List the ``people`` of a Kent twice: about 95 in 100 stand in either list."""
    kent = make_kent(seed, people)
    rng = stream(seed, f"paired lists/{noise}")
    homes = {stay.person_id: stay.uprn for stay in kent.residences if stay.moved_out is None}
    doors = {entry.uprn: entry for entry in kent.gazetteer}
    forms = [
        _write(
            rng,
            noise,
            resident,
            source,
            _door(rng, kent, doors.get(homes.get(resident.person_id, ""))),
        )
        for source in (CENSUS, SURVEY)
        for resident in kent.people
        if not happens(rng, _MISSED[source])
    ]
    rng.shuffle(forms)
    return _bind(forms)


def _door(rng: Random, kent: Kent, home: GazetteerEntry | None) -> GazetteerEntry:
    """Return where the person is found on that day: elsewhere for those who moved."""
    return rng.choice(kent.gazetteer) if home is None or happens(rng, _MOVED_SHARE) else home


def _write(
    rng: Random, noise: Noise, resident: Resident, source: str, door: GazetteerEntry
) -> _Form:
    spell = _MODELS[noise].name
    born = _misdated(rng, noise, resident.born) if happens(rng, _DATE_SHARE) else resident.born
    number, street = _split(door.lines)
    form = _Form(
        resident,
        source,
        _given(rng, noise, resident),
        spell(rng, _family(rng, resident)) if happens(rng, _NAME_SHARE) else resident.name.family,
        (str(born.day), str(born.month), str(born.year)),
        number,
        spell(rng, street) if happens(rng, _PLACE_SHARE) else street,
        door.postcode,
        "FM"[resident.sex.value == "MALE"],
    )
    return _with_gaps(rng, noise, form)


def _given(rng: Random, noise: Noise, resident: Resident) -> str:
    given = resident.name.given[0]
    if happens(rng, _NAME_SHARE):
        shorts = short_forms(given)
        return (
            rng.choice(shorts) if shorts and happens(rng, 0.4) else _MODELS[noise].name(rng, given)
        )
    if happens(rng, 0.02):  # the name in use, or every name on one line
        return resident.name.known_as or " ".join(resident.name.given)
    return given


def _family(rng: Random, resident: Resident) -> str:
    former = resident.name.former_family
    return former if former is not None and happens(rng, 0.2) else resident.name.family


def _misdated(rng: Random, noise: Noise, day: date) -> date:
    if noise is Noise.HELD_OUT:
        return day.replace(year=day.year + rng.choice((-1, 1, 10, -10)), day=min(day.day, 28))
    if happens(rng, 0.3):
        return day.replace(month=rng.randint(1, 12), day=min(day.day, 28))
    return day.replace(day=rng.randint(1, 28))


def _split(lines: tuple[str, ...]) -> tuple[str, str]:
    """Return the number (or flat, or house name) and the street."""
    *before, street = lines
    number, _, rest = street.partition(" ")
    if number[:1].isdigit():
        return " ".join((*before, number)), rest
    return " ".join(before), street


def _with_gaps(rng: Random, noise: Noise, form: _Form) -> _Form:
    gone = {
        name: ""
        for name in ("given", "family", "number", "street", "sex")
        if happens(rng, _GAP_SHARE)
    }
    postcode = _postcode(rng, noise, form.postcode) if happens(rng, _PLACE_SHARE) else form.postcode
    born = ("", "", "") if happens(rng, _GAP_SHARE) else form.born
    return replace(form, postcode=postcode, born=born, **gone)


def _postcode(rng: Random, noise: Noise, postcode: str) -> str:
    if noise is Noise.HELD_OUT:
        return postcode.translate(DIGIT_SHAPES) if happens(rng, 0.5) else misread(rng, postcode)
    return postcode[:-1] + rng.choice("ABDEFGHJ") if happens(rng, 0.7) else ""


def _age_band(born: date) -> str:
    age = (POPULATION_DAY - born).days // 365
    limit = next((limit for limit in (18, 35, 50, 65, 80) if age < limit), None)
    return "80 and over" if limit is None else f"under {limit}"


def _iso(born: tuple[str, str, str]) -> str | None:
    day, month, year = born
    return f"{year}-{month:0>2}-{day:0>2}" if year else None


def _bind(forms: list[_Form]) -> PairedLists:
    columns: dict[str, list[str | None]] = {
        "source_dataset": [form.source for form in forms],
        "pername1": [form.given or None for form in forms],
        "pername2": [form.family or None for form in forms],
        "sex": [form.sex or None for form in forms],
        "dob_day": [form.born[0] or None for form in forms],
        "dob_mon": [form.born[1] or None for form in forms],
        "dob_year": [form.born[2] or None for form in forms],
        "hse_num": [form.number or None for form in forms],
        "str_nam": [form.street or None for form in forms],
        "enumpc": [form.postcode or None for form in forms],
    }
    people = PeopleTexts(
        len(forms),
        given=columns["pername1"],
        family=columns["pername2"],
        date_of_birth=[_iso(form.born) for form in forms],
        address_lines=([f"{form.number} {form.street}".strip() or None for form in forms],),
        postcode=columns["enumpc"],
        sex=columns["sex"],
        source=columns["source_dataset"],
    )
    residents = [form.resident for form in forms]
    return PairedLists(
        people,
        columns,
        tuple(resident.person_id for resident in residents),
        tuple(resident.origin.value for resident in residents),
        tuple(resident.sex.value for resident in residents),
        tuple(_age_band(resident.born) for resident in residents),
    )
