"""What a caller tells us may serve what it was told for, and by which law it came."""

from dataclasses import replace

from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.people import PEOPLE_COLUMNS
from ppit_platform.provenance import people_values, provenance_of
from tests.support.calls import a_caller

TRACE = PurposeCode.TRACE_CIVIL_DEBT


def test_a_record_may_also_serve_our_own_audit_and_the_rights_of_its_subject() -> None:
    purposes = [TRACE, PurposeCode.SUBJECT_RIGHTS]
    assert provenance_of(a_caller(), purposes=purposes).allowed_purposes == (
        TRACE,
        PurposeCode.SUBJECT_RIGHTS,
        PurposeCode.AUDIT_SELF_MONITOR,
    )


def test_the_columns_say_whose_it_is_where_and_under_which_agreement() -> None:
    caller = replace(a_caller(regime=ProcessingRegime.PART3_LAW_ENFORCEMENT), agreement_version=3)
    values = people_values(provenance_of(caller, purposes=[TRACE], area_gss="E07000105"))
    assert values == {
        "org_id": "kcc",
        "area_gss": "E07000105",
        "collected_under": "PART3_LAW_ENFORCEMENT",
        "allowed_purposes": ["TRACE_CIVIL_DEBT", "AUDIT_SELF_MONITOR", "SUBJECT_RIGHTS"],
        "source_ref": "agreement:DSA-001/3",
    }


def test_only_the_day_of_review_is_left_for_each_service_to_say() -> None:
    told = people_values(provenance_of(a_caller(), purposes=[TRACE]))
    assert PEOPLE_COLUMNS - told.keys() == {"review_due"}
