"""Differential fuzz: of 5,000 tokens, nothing that we accept is refused by joserfc.

The same tokens in each run but for their keys; ``make soak`` judges 100,000 others.
"""

from tests.support.token_mutants import KINDS, Keys, Mutants
from tests.support.token_oracle import Judges, judged

COUNT = 5_000
KEYS = Keys.new()


def test_whatever_we_accept_joserfc_accepts() -> None:
    tally = judged(COUNT, seed=5)
    assert tally.alone == []
    assert sum(tally.accepted.values()) + sum(tally.refused.values()) == COUNT
    # Neither judge has an easy life: many of each kind are right, and more of them are wrong.
    assert set(KINDS) == {kind for kind in KINDS if tally.accepted[kind] > COUNT // 50}
    assert set(KINDS) == {kind for kind in KINDS if tally.refused[kind] > COUNT // 20}


def test_the_oracle_can_disagree() -> None:
    """A judge who took everything would be found out."""
    judges = Judges(KEYS)
    refused = [
        mutant
        for mutant, _ in zip(Mutants(KEYS, 5), range(400), strict=False)
        if not judges.ours(mutant) and not judges.theirs(mutant)
    ]
    assert len(refused) > 50


def test_the_same_seed_makes_the_same_tokens() -> None:
    def kinds(seed: int) -> list[str]:
        row = zip(Mutants(KEYS, seed), range(200), strict=False)
        return [f"{mutant.kind} {mutant.raw.count('.')} {len(mutant.raw)}" for mutant, _ in row]

    assert kinds(7) == kinds(7)
    assert kinds(7) != kinds(8)
