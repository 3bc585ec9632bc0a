"""SQL of the columns that every table with people has, for migrations."""

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

SOME_PURPOSE = _COLUMNS.format(purposes="cardinality(allowed_purposes) > 0")
BOTH_SAFETY_PURPOSES = _COLUMNS.format(
    purposes="allowed_purposes @> '{OFFICER_SAFETY_VISIT,OFFICER_SAFETY_PLANNED_OP}'"
)
"""Of what a screening reads: a record hidden from either purpose would read as none held."""
