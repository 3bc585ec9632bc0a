"""G: the error catalogue has every code, and says of each what to do."""

from ppit_gateway import errors
from ppit_gateway.api.problem_guide import problems
from ppit_gateway.catalogue.files import documents
from ppit_gateway.domain.scenarios import SCENARIOS, scenario
from ppit_platform.problem_schema import kinds_of_problem

FOUND = problems(documents().values())


def test_g_every_refusal_of_the_gate_and_of_each_service_is_listed() -> None:
    own = {kind.code for kind in kinds_of_problem("ppit_gateway")}
    assert own
    assert own <= FOUND.keys()
    # One of each service, and of the chassis.
    assert {
        "EMERGENCY_SPENT",
        "CASE_DECIDED",
        "NOT_YOURS_TO_CHANGE",
        "FOUR_EYES_REQUIRED",
        "CURSOR_INVALID",
    } <= FOUND.keys()
    assert FOUND["INSUFFICIENT_SCOPE"].title == errors.InsufficientScope.title


def test_g_each_says_what_to_do() -> None:
    assert [code for code, one in FOUND.items() if len(one.what_to_do) < 20 or not one.title] == []


def test_g_every_scenario_of_the_sandbox_is_a_listed_problem() -> None:
    codes = {name.upper().replace("-", "_") for name in SCENARIOS}
    assert len(codes) > 20
    assert codes <= FOUND.keys()
    assert {made().code for made in SCENARIOS.values()} == codes


def test_g_no_other_client_may_ask_for_a_failure() -> None:
    name = "people-quota-exceeded"
    assert isinstance(scenario(name, sandbox=True), errors.PeopleQuotaExceeded)
    assert isinstance(scenario(name, sandbox=False), errors.BadRequest)
    assert isinstance(scenario("none-of-them", sandbox=True), errors.BadRequest)
    assert scenario(None, sandbox=False) is None
