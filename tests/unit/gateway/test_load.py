"""J: one slow service and one busy partner do not take the gate away from everybody else."""

from contextlib import ExitStack

import pytest

from ppit_gateway.errors import ReducedCapacity, ServiceUnavailable
from ppit_gateway.proxy.load import Load, LoadRules

RULES = LoadRules(of_service=4, of_partner=2, failures=3, rest=5.0)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def ended(load: Load, *, failed: bool | None, service: str = "victims") -> None:
    with load.place(service, "thanet") as passage:
        passage.failed = failed


def test_j_a_partner_has_its_share_of_a_service_and_the_others_have_theirs() -> None:
    load = Load(RULES, Clock())
    with ExitStack() as under_way:
        for _ in range(2):
            under_way.enter_context(load.place("victims", "thanet"))
        with pytest.raises(ReducedCapacity):
            under_way.enter_context(load.place("victims", "thanet"))
        under_way.enter_context(load.place("tracing", "thanet"))
        for _ in range(2):
            under_way.enter_context(load.place("victims", "dover"))
        with pytest.raises(ReducedCapacity):
            under_way.enter_context(load.place("victims", "police"))
    with load.place("victims", "police") as passage:
        assert passage.failed is None


def test_j_a_service_that_fails_again_and_again_is_left_alone_and_then_tried_by_one() -> None:
    clock = Clock()
    load = Load(RULES, clock)
    for _ in range(3):
        ended(load, failed=True)
    with pytest.raises(ServiceUnavailable) as refusal:
        ended(load, failed=False)
    assert int(refusal.value.headers["Retry-After"]) >= 1
    ended(load, failed=False, service="tracing")
    clock.now = 5.0
    with load.place("victims", "thanet") as trial:
        with pytest.raises(ServiceUnavailable):
            ended(load, failed=False)
        trial.failed = True
    with pytest.raises(ServiceUnavailable):
        ended(load, failed=False)
    clock.now = 10.0
    ended(load, failed=False)
    ended(load, failed=False)


def test_j_a_trial_that_never_reached_the_service_leaves_the_next_one_to_try() -> None:
    clock = Clock()
    load = Load(RULES, clock)
    for _ in range(3):
        ended(load, failed=True)
    clock.now = 5.0
    ended(load, failed=None)
    with load.place("victims", "thanet") as trial:
        with pytest.raises(ServiceUnavailable):
            ended(load, failed=None)
        trial.failed = False
    ended(load, failed=True)
    with load.place("victims", "thanet") as after:
        assert after.failed is None


def test_j_failures_that_are_not_in_a_row_open_nothing() -> None:
    load = Load(RULES, Clock())
    for _ in range(5):
        ended(load, failed=True)
        ended(load, failed=True)
        ended(load, failed=False)
    with load.place("victims", "thanet") as passage:
        assert passage.failed is None
