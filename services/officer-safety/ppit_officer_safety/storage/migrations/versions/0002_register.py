"""The marker register: every rule of a marker's life is a constraint, so none can be forgotten."""

from alembic import op

from ppit_officer_safety.domain.purposes import SAFETY_PURPOSES
from ppit_platform import rls
from ppit_platform.codes import PurposeCode
from ppit_platform.people_sql import people_columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLE = "ppit_officer_safety"

_PEOPLE = people_columns(must_allow=SAFETY_PURPOSES)

_LOOKUPS = """
CREATE TABLE marker_category (
    category text PRIMARY KEY,
    review_months integer NOT NULL CHECK (review_months BETWEEN 1 AND 12),
    UNIQUE (category, review_months)
);
INSERT INTO marker_category (category, review_months) VALUES
    ('PHYSICAL_VIOLENCE', 6), ('VERBAL_ABUSE_OR_THREAT', 6), ('WEAPONS', 3), ('SEXUAL_RISK', 3),
    ('HARASSMENT_OR_HATE', 6), ('DANGEROUS_ANIMAL', 12), ('HAZARDOUS_PREMISES', 12),
    ('CUCKOOED_PREMISES', 3), ('HOSTILE_OCCUPANTS', 6), ('COURT_ORDER_IN_FORCE', 6),
    ('RISK_TO_LONE_WORKER', 6), ('STALKING', 3), ('FALSE_ALLEGATIONS', 6), ('INFECTION_CONTROL', 6),
    ('SELF_HARM_RISK', 6), ('ORGANISED_CRIME_LINK', 6), ('OTHER_SEEK_ADVICE', 6);
CREATE TABLE marker_transition (
    from_state text NOT NULL,
    to_state text NOT NULL,
    PRIMARY KEY (from_state, to_state)
);
INSERT INTO marker_transition (from_state, to_state) VALUES
    ('DRAFT', 'PROPOSED'),
    ('PROPOSED', 'ACTIVE'), ('PROPOSED', 'REJECTED'),
    ('EMERGENCY', 'ACTIVE'), ('EMERGENCY', 'REJECTED'), ('EMERGENCY', 'REMOVED'),
    ('EMERGENCY', 'EXPIRED'),
    ('ACTIVE', 'ACTIVE'), ('ACTIVE', 'REVIEW_DUE'), ('ACTIVE', 'UNDER_APPEAL'),
    ('ACTIVE', 'REMOVED'), ('ACTIVE', 'EXPIRED'),
    ('REVIEW_DUE', 'ACTIVE'), ('REVIEW_DUE', 'UNDER_APPEAL'), ('REVIEW_DUE', 'REMOVED'),
    ('REVIEW_DUE', 'EXPIRED'),
    ('UNDER_APPEAL', 'ACTIVE'), ('UNDER_APPEAL', 'REMOVED'), ('UNDER_APPEAL', 'EXPIRED'),
    ('REMOVED', 'RESTRICTED'), ('EXPIRED', 'RESTRICTED'), ('RESTRICTED', 'ERASED');
"""

_SUBJECTS = f"""
CREATE TABLE nominal (
    nominal_id uuid NOT NULL,
    person jsonb NOT NULL,
    as_given jsonb NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (nominal_id, version)
);
CREATE TABLE nominal_key (
    key bigint NOT NULL,
    nominal_id uuid NOT NULL,
    key_version text NOT NULL,
    PRIMARY KEY (key, nominal_id)
);
CREATE INDEX ix_nominal_key_version ON nominal_key (key_version);
CREATE INDEX ix_nominal_key_nominal_id ON nominal_key (nominal_id);
CREATE TABLE nominal_address (
    nominal_id uuid NOT NULL,
    uprn text NOT NULL CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    {_PEOPLE},
    PRIMARY KEY (nominal_id, version)
);
CREATE INDEX ix_nominal_address_uprn ON nominal_address (uprn);
"""

_MARKERS = f"""
CREATE TABLE marker (
    marker_id uuid PRIMARY KEY,
    subject text NOT NULL,
    nominal_id uuid,
    nominal_version integer,
    uprn text CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    first_version integer NOT NULL DEFAULT 1 CHECK (first_version = 1),
    FOREIGN KEY (nominal_id, nominal_version) REFERENCES nominal (nominal_id, version),
    CONSTRAINT a_subject_and_only_that CHECK (
        (subject = 'PERSON' AND nominal_id IS NOT NULL AND uprn IS NULL)
        OR (subject = 'ADDRESS' AND nominal_id IS NULL AND uprn IS NOT NULL)
        OR (subject = 'ASSOCIATION' AND nominal_id IS NOT NULL AND uprn IS NOT NULL)),
    CONSTRAINT a_person_as_known_then CHECK ((nominal_id IS NULL) = (nominal_version IS NULL))
);
CREATE INDEX ix_marker_nominal ON marker (nominal_id) WHERE nominal_id IS NOT NULL;
CREATE INDEX ix_marker_uprn ON marker (uprn) WHERE uprn IS NOT NULL;

CREATE TABLE marker_version (
    marker_id uuid NOT NULL REFERENCES marker (marker_id),
    state text NOT NULL CHECK (state IN ('DRAFT', 'PROPOSED', 'REJECTED', 'EMERGENCY', 'ACTIVE',
        'REVIEW_DUE', 'UNDER_APPEAL', 'REMOVED', 'EXPIRED', 'RESTRICTED', 'ERASED')),
    previous_version integer,
    previous_state text,
    category text NOT NULL,
    review_months integer NOT NULL,
    measures text[] NOT NULL CHECK (cardinality(measures) > 0),
    audience text[] NOT NULL CHECK (cardinality(audience) > 0),
    modes text[] NOT NULL CHECK (cardinality(modes) > 0),
    incident_date date NOT NULL,
    incident_id uuid,
    grounds text NOT NULL,
    proposer text NOT NULL,
    proposed_at timestamptz NOT NULL,
    approver text,
    decided_at timestamptz,
    decided_on date,
    expires_at timestamptz,
    removal_reason text CHECK (removal_reason IN ('RISK_ENDED', 'NO_CONTACT_PERIOD',
        'MISTAKEN_IDENTITY', 'EVIDENCE_INADEQUATE', 'APPEAL_UPHELD', 'DECEASED',
        'MOVED_AWAY_ADDRESS_ONLY', 'DUPLICATE', 'ORDER_EXPIRED')),
    notification text NOT NULL CHECK (notification IN ('NOT_YET', 'SENT',
        'WITHHELD_LIKELY_TO_PROVOKE', 'WITHHELD_PREJUDICE_CRIME', 'WITHHELD_RISK_TO_THIRD_PARTY',
        'UNDELIVERED')),
    notification_authoriser text,
    notification_again date,
    acted_by text NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (marker_id, version),
    UNIQUE (marker_id, version, state, proposer),
    FOREIGN KEY (category, review_months) REFERENCES marker_category (category, review_months),
    FOREIGN KEY (previous_state, state) REFERENCES marker_transition (from_state, to_state),
    FOREIGN KEY (marker_id, previous_version, previous_state, proposer)
        REFERENCES marker_version (marker_id, version, state, proposer),
    CONSTRAINT one_after_another CHECK (previous_version = version - 1 OR version = 1),
    CONSTRAINT only_the_first_has_none_before CHECK (
        (version = 1) = (previous_version IS NULL) AND (version = 1) = (previous_state IS NULL)),
    CONSTRAINT born_unapproved CHECK (
        version > 1 OR (state IN ('DRAFT', 'PROPOSED', 'EMERGENCY') AND approver IS NULL)),
    CONSTRAINT four_eyes CHECK (lower(btrim(approver)) <> lower(btrim(proposer))),
    CONSTRAINT whoever_decides_acts CHECK (state <> 'ACTIVE' OR acted_by = approver),
    CONSTRAINT signed_by_now CHECK (
        (version > 1 OR proposed_at <= statement_timestamp() + interval '5 minutes')
        AND decided_at <= statement_timestamp() + interval '5 minutes'),
    CONSTRAINT decided_on_that_london_day CHECK (
        decided_on = (decided_at AT TIME ZONE 'Europe/London')::date),
    CONSTRAINT approved_to_warn CHECK (
        state NOT IN ('ACTIVE', 'REVIEW_DUE', 'UNDER_APPEAL')
        OR (approver IS NOT NULL AND decided_at IS NOT NULL AND decided_on IS NOT NULL)),
    CONSTRAINT reviewed_in_time CHECK (
        state NOT IN ('ACTIVE', 'REVIEW_DUE', 'UNDER_APPEAL')
        OR review_due <= (decided_on + make_interval(months => review_months))::date),
    CONSTRAINT one_signature_for_three_days CHECK (
        state <> 'EMERGENCY' OR (expires_at IS NOT NULL
            AND expires_at - proposed_at <= interval '72 hours')),
    CONSTRAINT an_emergency_approved_in_time CHECK (
        previous_state IS DISTINCT FROM 'EMERGENCY' OR state <> 'ACTIVE'
        OR decided_at <= expires_at),
    CONSTRAINT removed_for_a_reason CHECK (state <> 'REMOVED' OR removal_reason IS NOT NULL),
    CONSTRAINT withheld_by_someone_for_a_time CHECK (
        notification NOT LIKE 'WITHHELD%'
        OR (notification_authoriser IS NOT NULL AND notification_again IS NOT NULL)),
    CONSTRAINT no_incident_to_come CHECK (incident_date <= (proposed_at + interval '1 day')::date),
    CONSTRAINT measures_known CHECK (measures <@ ARRAY['DO_NOT_VISIT',
        'DO_NOT_VISIT_WITHOUT_POLICE', 'NO_LONE_FEMALE_VISIT', 'NO_LONE_VISIT_ANY',
        'VISIT_IN_PAIRS', 'NO_LONE_INTERVIEW', 'OFFICE_APPOINTMENT_ONLY',
        'TELEPHONE_OR_LETTER_ONLY', 'NAMED_OFFICER_ONLY', 'DAYLIGHT_VISITS_ONLY',
        'DOG_TO_BE_SECURED_FIRST', 'REMAIN_ON_DOORSTEP', 'USE_LONE_WORKER_DEVICE',
        'CHECK_IN_CHECK_OUT', 'PPE_REQUIRED', 'PARK_FOR_EXIT', 'SEEK_ADVICE_BEFORE_CONTACT',
        'INTERPRETER_OR_SUPPORT']),
    CONSTRAINT modes_known CHECK (modes <@ ARRAY['HOME_VISIT', 'SITE_VISIT', 'OFFICE',
        'TELEPHONE', 'CORRESPONDENCE', 'ONLINE']),
    CONSTRAINT audience_known CHECK (array_to_string(audience, ' ') ~
        '^((WARDENS|TRADING_STANDARDS|CORONERS_OFFICERS|PROW|GTS|CONTRACTOR|PPIT_ONLY'
        '|DISTRICT:E[0-9]{{8}})( |$))+$')
);
ALTER TABLE marker ADD CONSTRAINT never_without_a_version
    FOREIGN KEY (marker_id, first_version) REFERENCES marker_version (marker_id, version)
    DEFERRABLE INITIALLY DEFERRED;
"""

_GRANTS = f"""
GRANT SELECT ON marker_category, marker_transition TO {_ROLE};
GRANT SELECT, INSERT ON nominal, nominal_address, marker, marker_version TO {_ROLE};
GRANT SELECT, INSERT, DELETE ON nominal_key TO {_ROLE};
"""


_PURPOSES = ", ".join(
    f"'{purpose.value}'"
    for purpose in (
        PurposeCode.OFFICER_SAFETY_VISIT,
        PurposeCode.OFFICER_SAFETY_PLANNED_OP,
        PurposeCode.AUDIT_SELF_MONITOR,
        PurposeCode.SUBJECT_RIGHTS,
    )
)


def _for_these_purposes(table: str, verb: str) -> str:
    # That a marker stands at an address, or that a name has a key, is told to no other purpose.
    purpose = rls.setting("purpose")
    return (
        f"CREATE POLICY by_purpose_{verb} ON {table} FOR {verb} USING ({purpose} IN ({_PURPOSES}))"
    )


def upgrade() -> None:
    for sql in (_LOOKUPS, _SUBJECTS, _MARKERS, _GRANTS):
        op.get_bind().exec_driver_sql(sql.replace("%", "%%"))
    for table in ("nominal", "nominal_address", "marker_version"):
        for statement in rls.people_policies(table):
            op.execute(statement)
    for table, verbs in (("marker", ("SELECT",)), ("nominal_key", ("SELECT", "DELETE"))):
        op.execute(rls.enable(table))
        op.execute(rls.policy_writes(table))
        for verb in verbs:
            op.execute(_for_these_purposes(table, verb))
