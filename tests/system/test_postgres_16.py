"""The main street on the oldest PostgreSQL that is supported; all other system tests use 18."""

from ppit_ops.audit import verify
from ppit_ops.cast import WARDENS
from ppit_ops.demo import bodies
from ppit_ops.demo.markers import write_markers
from ppit_ops.demo.words import read_answer
from ppit_ops.partners import SCREENINGS
from ppit_synthetic import Story, VisitKind
from tests.support.processes import running_house


async def test_a_marker_is_written_and_warns_on_postgresql_16() -> None:
    with running_house(version=16) as house:
        kent = house.county.kent
        markers = [one for one in kent.markers if one.story is Story.NOT_ALONE_IF_FEMALE]
        async with house.proposer() as proposer, house.approver() as approver:
            await write_markers(kent, markers, proposer=proposer, approver=approver)
        case = house.visit(VisitKind.LONE_FEMALE, "WARDENS")
        async with house.desk(WARDENS) as warden:
            reply = await warden.post(SCREENINGS, bodies.visit(case, kent.as_of))
        verdict = verify(house.house.plan.auditor_environment())
    assert read_answer(reply.body).measures == {"NO_LONE_FEMALE_VISIT"}
    assert verdict.ok, verdict.said
