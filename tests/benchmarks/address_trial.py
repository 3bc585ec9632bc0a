"""Badly typed addresses with their truth, and the score of whoever resolves them.

The errors come from `address-errors`, whose rates were learned from six councils' tax lists; the
doors from `ppit_synthetic.doors`, so no address here exists.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, cast

from ppit_matching import AddressText, Resolution, ResolutionStatus
from ppit_synthetic.chance import stream
from ppit_synthetic.doors import HardDoor

# By name: only the benchmarks have it installed, and checks must pass without.
address_errors = import_module("address_errors")
COMPONENTS = "uprn,subname,name,number,streetname,locality,townname,postcode,parentuprn,usrn"


@dataclass(frozen=True, slots=True)
class Rates:
    """A profile of `address-errors` by name; `hard`: with more and rougher errors."""

    profile: str = "all6"
    hard: bool = False


class _Corruptor(Protocol):
    """What of an untyped package is used here."""

    def index(self, records: object) -> object: ...
    def generate(self, uprns: Sequence[str]) -> Iterable[dict[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Typed:
    """One address as recorded. ``group`` says what became of it."""

    text: AddressText
    uprn: str
    group: str


@dataclass(slots=True)
class Score:
    """Counts over addresses that have a door. ``listed``: ambiguous, with the truth among them."""

    asked: int = 0
    right: int = 0
    wrong: int = 0
    ambiguous: int = 0
    listed: int = 0

    def add(self, typed: Typed, answer: Resolution) -> None:
        self.asked += 1
        if answer.status is ResolutionStatus.RESOLVED:
            self.right += answer.uprn == typed.uprn
            self.wrong += answer.uprn != typed.uprn
        elif answer.status is ResolutionStatus.AMBIGUOUS:
            self.ambiguous += 1
            self.listed += typed.uprn in answer.candidates

    def as_json(self) -> dict[str, object]:
        resolved = self.right + self.wrong
        return {
            "asked": self.asked,
            "precision": _share(self.right, resolved),
            "recall": _share(self.right, self.asked),
            "ambiguous": self.ambiguous,
            "ambiguous_holds_truth": _share(self.listed, self.ambiguous),
            "wrong": self.wrong,
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def recorded(
    doors: Sequence[HardDoor], asked: Sequence[HardDoor], seed: int, rates: Rates
) -> list[Typed]:
    """Record each door that is asked for once, with the errors of one profile.

    `hard`: four times the errors, three times the wrong postcodes, and on three records of five
    one or two more typing errors that no council made.
    """
    corruptor = _corruptor(seed, rates)
    corruptor.index(_components(doors))
    return [_typed(row) for row in corruptor.generate([door.uprn for door in asked])]


def some_doors(doors: Sequence[HardDoor], seed: int, number: int) -> list[HardDoor]:
    """Draw doors that have no flats behind them."""
    parents = {door.parent_uprn for door in doors}
    single = [door for door in doors if door.uprn not in parents]
    return stream(seed, "asked").sample(single, min(number, len(single)))


def _corruptor(seed: int, rates: Rates) -> _Corruptor:
    errors = address_errors
    controls = errors.Controls()
    if rates.hard:
        noise = errors.Noise(rate=0.6, max_ops=2)
        controls = errors.Controls(prevalence=4.0, postcode_error_multiplier=3.0, noise=noise)
    profile = errors.Profile.load(rates.profile)
    return cast("_Corruptor", errors.Corruptor(profile, seed=seed, controls=controls))


def _components(doors: Sequence[HardDoor]) -> object:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "components.csv"
        lines = [COMPONENTS]
        for door in doors:
            parts = (door.uprn, door.sub_building, door.building, door.number, door.street)
            usrn = f"{door.town}|{door.locality}|{door.street}"
            more = (door.locality, door.town, door.postcode, door.parent_uprn, usrn)
            lines.append(",".join((*parts, *more)))
        file.write_text("\n".join((*lines, "")), encoding="utf-8")
        return cast("object", address_errors.load_components(file))


def _typed(row: dict[str, str]) -> Typed:
    touched = row["applied_rules"] or row["noise_ops"] or row["postcode_edit"]
    group = "touched" if touched else "clean"
    if row["collision"] == "matches_other_only":
        group = "names another door"
    text = AddressText((row["recorded_address"],), row["recorded_postcode"] or None)
    return Typed(text, row["source_uprn"], group)


def scored(
    queries: Sequence[Typed], resolve: Callable[[Sequence[AddressText]], Sequence[Resolution]]
) -> dict[str, object]:
    """Score a resolver on all of them, and on each group."""
    answers = resolve([query.text for query in queries])
    scores: dict[str, Score] = {"all": Score()}
    for query, answer in zip(queries, answers, strict=True):
        scores["all"].add(query, answer)
        scores.setdefault(query.group, Score()).add(query, answer)
    return {group: score.as_json() for group, score in scores.items()}
