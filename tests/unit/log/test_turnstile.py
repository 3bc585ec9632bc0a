"""What passes once, what only so often: exact, forgetful of what no longer counts."""

import pytest

from ppit_gateway.log.turnstile import (
    BREADTH_SECONDS,
    ONCE_SECONDS,
    Before,
    Breadth,
    Limit,
    Needs,
    Seen,
    SeenBefore,
    TooBroad,
    TooMany,
    Turn,
    Turnstile,
    Used,
)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


MINUTE = Limit("minute", "thanet|phones|w-017", 4, 60)


def admitted(turnstile: Turnstile, needs: Needs, times: int) -> int:
    """Say how many of ``times`` were let pass."""
    passed = 0
    for _ in range(times):
        try:
            turnstile.admit(needs)
        except TooMany:
            continue
        passed += 1
    return passed


def test_a_proof_passes_once() -> None:
    turnstile = Turnstile(Clock())
    turnstile.admit(Needs("proof"))
    with pytest.raises(Used):
        turnstile.admit(Needs("proof"))
    turnstile.admit(Needs("another"))


def test_a_proof_that_passed_before_a_restart_does_not_pass_after_it() -> None:
    turnstile = Turnstile(Clock())
    turnstile.remember([Before("proof", "", 1.0)])
    with pytest.raises(Used):
        turnstile.admit(Needs("proof"))


def test_c_whom_a_person_was_shown_before_a_restart_counts_on_for_the_rest_of_the_hour() -> None:
    clock = Clock()
    turnstile, own = Turnstile(clock), Breadth("thanet|w-017", 2)
    long_ago = SeenBefore(Seen(own.key, ("a", "b")), BREADTH_SECONDS - 10)
    turnstile.note_before([SeenBefore(Seen(own.key, ("b",)), 60.0), long_ago])
    with pytest.raises(TooBroad):
        turnstile.admit(Needs(breadth=own))
    turnstile.admit(Needs(breadth=Breadth("thanet|w-018", 2)))
    clock.now += 20
    # Of the two the one who was seen again since is left.
    turnstile.admit(Needs(breadth=own))


def test_c_what_passed_before_a_restart_counts_on_in_every_window_that_it_is_young_enough_for() -> (
    None
):
    clock = Clock()
    turnstile = Turnstile(clock)
    ages = (70.0, 20.0, 0.5)
    turnstile.remember(Before("", MINUTE.key, ago) for ago in reversed(ages))
    burst = Limit("burst", MINUTE.key, 4, 1)
    assert turnstile.admit(Needs(limits=(MINUTE, burst))) == (
        Turn("minute", 1, 40),
        Turn("burst", 2, 1),
    )
    other = Limit("minute", "thanet|phones|w-018", 4, 60)
    assert turnstile.admit(Needs(limits=(other,))) == (Turn("minute", 3, 60),)
    # The log lost its database and reads again what it has counted itself: nothing counts twice.
    turnstile.remember(Before("", MINUTE.key, ago) for ago in (0.0, *reversed(ages)))
    assert turnstile.admit(Needs(limits=(MINUTE,))) == (Turn("minute", 0, 40),)
    clock.now += 400
    turnstile.forget()
    assert turnstile.remembered == 0


def test_c_of_two_hundred_at_a_limit_of_four_exactly_four_pass() -> None:
    assert admitted(Turnstile(Clock()), Needs(limits=(MINUTE,)), 200) == 4


def test_c_no_span_of_the_window_holds_more_than_the_quota() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    needs = Needs(limits=(MINUTE,))
    clock.now = 1000.0
    assert admitted(turnstile, needs, 2) == 2
    clock.now = 1059.0
    assert admitted(turnstile, needs, 9) == 2
    clock.now = 1060.0
    assert admitted(turnstile, needs, 9) == 2
    clock.now = 1118.9
    assert admitted(turnstile, needs, 9) == 0
    clock.now = 1119.0
    assert admitted(turnstile, needs, 9) == 2


def test_c_what_is_left_and_when_more_comes_is_said() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    burst = Limit("burst", MINUTE.key, 20, 1)
    needs = Needs(limits=(burst, MINUTE))
    assert turnstile.admit(needs) == (Turn("burst", 19, 1), Turn("minute", 3, 60))
    clock.now += 10.5
    assert turnstile.admit(needs) == (Turn("burst", 19, 1), Turn("minute", 2, 50))


def test_c_whoever_is_turned_away_by_one_limit_spends_nothing_of_the_others() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    once = Limit("burst", MINUTE.key, 1, 1)
    turnstile.admit(Needs(limits=(once, MINUTE)))
    with pytest.raises(TooMany) as refusal:
        turnstile.admit(Needs("proof", limits=(once, MINUTE)))
    assert refusal.value.turns == (Turn("burst", 0, 1), Turn("minute", 3, 60))
    clock.now += 1
    turnstile.admit(Needs("proof", limits=(once, MINUTE)))


def test_c_callers_have_limits_of_their_own() -> None:
    turnstile = Turnstile(Clock())
    other = Limit("minute", "dover|desk|", 4, 60)
    assert admitted(turnstile, Needs(limits=(MINUTE,)), 9) == 4
    assert admitted(turnstile, Needs(limits=(other,)), 9) == 4


def test_two_agreements_with_windows_of_their_own_do_not_forget_for_each_other() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    long = Limit("minute", MINUTE.key, 4, 600)
    assert admitted(turnstile, Needs(limits=(long,)), 9) == 4
    clock.now += 61
    assert admitted(turnstile, Needs(limits=(MINUTE,)), 9) == 4
    assert admitted(turnstile, Needs(limits=(long,)), 9) == 0


def test_a_person_who_was_shown_too_many_people_within_the_hour_waits() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    needs = Needs(breadth=Breadth("thanet|w-017", 50))
    turnstile.note(Seen("thanet|w-017", tuple(f"e1:{n}" for n in range(49))))
    turnstile.note(Seen("thanet|w-017", ("e1:0", "e1:1")))
    turnstile.admit(needs)
    turnstile.note(Seen("thanet|w-017", ("e1:new",)))
    with pytest.raises(TooBroad):
        turnstile.admit(needs)
    turnstile.admit(Needs(breadth=Breadth("thanet|w-021", 50)))
    clock.now += BREADTH_SECONDS + 1
    turnstile.admit(needs)


def test_what_no_longer_counts_is_forgotten() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    for n in range(100):
        turnstile.admit(Needs(f"proof-{n}", (Limit("minute", f"key-{n}", 4, 60),)))
        turnstile.note(Seen(f"person-{n}", ("e1:one",)))
    assert turnstile.remembered == 300
    clock.now += max(ONCE_SECONDS, BREADTH_SECONDS) + 1
    turnstile.forget()
    assert turnstile.remembered == 0
