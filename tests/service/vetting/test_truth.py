"""Applicants of a borough through the whole service: rings whole, concerns referred, no alarms."""

from pathlib import Path

from ppit_synthetic.borough import Application, Borough, RingLink, make_borough
from tests.support.vetting import Vetting
from tests.unit.vetting.town import LIST_FILES, Town, application_body

HONEST = 4
REFERRED = {"REFER_TO_ANALYST", "ADVISE_DECLINE"}


def chosen(borough: Borough) -> list[Application]:
    """Return a ring of people and one of companies, one for each concern, a few honest ones."""
    of_ring = {ring.link: ring.application_ids for ring in borough.rings}
    ids = {*of_ring[RingLink.ADDRESS], *of_ring[RingLink.OFFICER]}
    alone = [one for one in borough.applications if one.ring_id is None]
    for concern in {concern for one in alone for concern in one.concerns}:
        ids.update([one.application_id for one in alone if concern in one.concerns][:1])
    ids.update([one.application_id for one in alone if not one.concerns][:HONEST])
    return [one for one in borough.applications if one.application_id in ids]


async def test_rings_and_concerns_of_a_borough_are_referred_and_nobody_else(
    bare: Vetting, tmp_path: Path
) -> None:
    borough = make_borough(3, 5_000)
    for pattern, name in LIST_FILES.items():
        (sheet,) = [each for each in Town.of(borough).sheets.values() if pattern in each.file_name]
        file = tmp_path / sheet.file_name
        file.write_bytes(sheet.to_bytes())
        bare.lists.load_file(name, file)
    applications = chosen(borough)
    cases = {one.application_id: await bare.submit(application_body(one)) for one in applications}
    await bare.running.work_until_done()
    told = {key: await bare.case(case_id) for key, case_id in cases.items()}
    referred = {key for key, case in told.items() if case["recommendation"] in REFERRED}
    assert referred == {one.application_id for one in applications if one.should_refer}
    assert len(applications) - len(referred) == HONEST
