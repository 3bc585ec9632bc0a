"""SQL of the columns that every table with people has, for migrations."""

from collections.abc import Sequence

from ppit_platform.codes import PurposeCode

_COLUMNS = """
    org_id text NOT NULL,
    area_gss text,
    collected_under text NOT NULL CHECK (collected_under IN ('PART3_LAW_ENFORCEMENT', 'UK_GDPR')),
    allowed_purposes text[] NOT NULL CHECK ({purposes}),
    source_ref text NOT NULL,
    review_due date NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    recorded_at timestamptz NOT NULL
"""


def people_columns(must_allow: Sequence[PurposeCode] = ()) -> str:
    """Return the columns for a ``CREATE TABLE``; every row allows all purposes in ``must_allow``.

    Name those that rows of the table answer: a record hidden from one would read as none held.
    """
    rule = "cardinality(allowed_purposes) > 0"
    if must_allow:
        rule = f"allowed_purposes @> '{{{','.join(purpose.value for purpose in must_allow)}}}'"
    return _COLUMNS.format(purposes=rule)
