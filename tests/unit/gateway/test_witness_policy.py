"""How many witnesses must have signed (I7): the policy file, and what it counts."""

import pytest

from ppit_gateway.publishing.policy import PolicyUnusable, read_policy
from tests.support.witnesses import a_witness_key

ONE, TWO, THREE = (a_witness_key(f"w{n}.example") for n in range(3))
GROUPED = f"""
# whom we ask
log example.com/log+00000000+AA==
witness one {ONE} http://127.0.0.1:1/
witness two {TWO}
witness three {THREE}
group both all one two
group any-of any both three
quorum any-of
"""


@pytest.mark.parametrize(
    ("signed", "met"),
    [((), False), ((ONE,), False), ((ONE, TWO), True), ((THREE,), True)],
)
def test_a_quorum_is_counted_as_its_groups_say(signed: tuple[str, ...], *, met: bool) -> None:
    policy = read_policy(GROUPED)
    assert policy.met(frozenset(signed)) is met
    assert policy.witnesses["one"].url == "http://127.0.0.1:1"


def test_a_policy_may_need_nobody() -> None:
    assert read_policy("quorum none\n").met(frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum one\n",
        "quorum none\nquorum none\n",
        "witness one nonsense\nquorum none\n",
        f"witness one {ONE}\nwitness one {TWO}\nquorum one\n",
        f"witness one {ONE}\ngroup g 2 one\nquorum g\n",
        f"witness one {ONE}\ngroup g 1 one one\nquorum g\n",
        f"witness one {ONE}\ngroup g any two\nquorum g\n",
        "something else\nquorum none\n",
    ],
    # The keys are made anew by each process that collects: they are no part of a name.
    ids=[f"policy {number}" for number in range(1, 10)],
)
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(PolicyUnusable):
        read_policy(text)
