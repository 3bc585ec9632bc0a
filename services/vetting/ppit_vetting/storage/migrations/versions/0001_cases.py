"""The chassis's tables, and cases: found, recommended, decided by people, nothing ever changed."""

from alembic import op

from ppit_platform import chassis_tables, rls
from ppit_platform.people_sql import people_columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_vetting"
_PEOPLE = people_columns()

_CASES = f"""
CREATE TABLE vetting_case (
    case_id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('VET_GRANT', 'VET_LOAN')),
    scheme text NOT NULL,
    policy_version integer NOT NULL CHECK (policy_version >= 1),
    application_reference text NOT NULL,
    subject_type text NOT NULL CHECK (subject_type IN
        ('INDIVIDUAL', 'SOLE_TRADER', 'COMPANY', 'CHARITY', 'PARTNERSHIP', 'OTHER_BODY')),
    subject jsonb NOT NULL,
    amount_pence bigint NOT NULL CHECK (amount_pence > 0),
    second_above_pence bigint NOT NULL CHECK (second_above_pence >= 0),
    applied_on date NOT NULL,
    received_at timestamptz NOT NULL,
    requested_by text NOT NULL,
    mandate_id uuid NOT NULL,
    job_id bigint NOT NULL,
    {_PEOPLE},
    UNIQUE (case_id, amount_pence, second_above_pence),
    CONSTRAINT serves_its_purpose CHECK (purpose = ANY (allowed_purposes))
);
CREATE TABLE case_link_key (
    org_id text NOT NULL,
    purpose text NOT NULL,
    kind text NOT NULL
        CHECK (kind IN ('ACCOUNT', 'PHONE', 'EMAIL', 'ADDRESS', 'COMPANY', 'OFFICER')),
    key text NOT NULL CHECK (key ~ '^[0-9a-f]{{40}}$'),
    case_id uuid NOT NULL REFERENCES vetting_case (case_id),
    PRIMARY KEY (org_id, purpose, kind, key, case_id)
);
CREATE INDEX ix_case_link_key_case_id ON case_link_key (case_id);
"""

_FINDINGS = f"""
CREATE TABLE finding (
    case_id uuid NOT NULL REFERENCES vetting_case (case_id),
    check_type text NOT NULL,
    previous_version integer,
    result text NOT NULL CHECK (result IN
        ('CLEAR', 'CONCERN', 'ADVERSE', 'NOT_FOUND', 'UNAVAILABLE', 'NOT_APPLICABLE')),
    sources jsonb NOT NULL,
    reasons jsonb NOT NULL CHECK (jsonb_array_length(reasons) > 0),
    evidence jsonb NOT NULL,
    linked_case_ids uuid[] NOT NULL,
    checked_at timestamptz NOT NULL,
    job_id bigint NOT NULL,
    fact_id uuid NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (case_id, check_type, version),
    FOREIGN KEY (case_id, check_type, previous_version)
        REFERENCES finding (case_id, check_type, version),
    CONSTRAINT one_finding_after_another CHECK (
        (version = 1 AND previous_version IS NULL) OR previous_version = version - 1),
    CONSTRAINT said_on_a_dated_source CHECK (
        result IN ('UNAVAILABLE', 'NOT_APPLICABLE') OR sources -> 0 ->> 'as_at' IS NOT NULL)
);
CREATE TABLE recommendation (
    case_id uuid NOT NULL REFERENCES vetting_case (case_id),
    previous_version integer,
    recommendation text NOT NULL CHECK (recommendation IN ('ADVISE_DECLINE', 'REFER_TO_ANALYST',
        'INCOMPLETE', 'PROCEED_WITH_CONDITIONS', 'PROCEED')),
    scheme text NOT NULL,
    policy_version integer NOT NULL,
    because jsonb NOT NULL,
    recommended_at timestamptz NOT NULL,
    job_id bigint NOT NULL,
    fact_id uuid NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (case_id, version),
    UNIQUE (case_id, version, recommendation),
    FOREIGN KEY (case_id, previous_version) REFERENCES recommendation (case_id, version),
    CONSTRAINT one_recommendation_after_another CHECK (
        (version = 1 AND previous_version IS NULL) OR previous_version = version - 1)
);
"""

_DECISIONS = f"""
CREATE TABLE decision (
    case_id uuid NOT NULL REFERENCES vetting_case (case_id),
    previous_version integer,
    previous_agreed boolean,
    recommendation_version integer NOT NULL,
    recommendation text NOT NULL,
    amount_pence bigint NOT NULL,
    second_above_pence bigint NOT NULL,
    decision text NOT NULL
        CHECK (decision IN ('APPROVED', 'APPROVED_CONDITIONS', 'DECLINED', 'WITHDRAWN')),
    conditions text[] NOT NULL CHECK (conditions <@ ARRAY['PROOF_OF_IDENTITY',
        'PROOF_OF_BANK_ACCOUNT', 'PAYMENT_IN_STAGES', 'PAYMENT_ON_INVOICE',
        'EARLIER_AWARD_ACCOUNTED', 'DEBT_AGREEMENT_KEPT', 'ACCOUNTS_FILED']),
    reasons text NOT NULL CHECK (reasons ~ '\\S'),
    decider text NOT NULL,
    needs_second boolean NOT NULL,
    decided_at timestamptz NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (case_id, version),
    UNIQUE (case_id, version, decider, needs_second),
    CONSTRAINT never_before_its_recommendation
        FOREIGN KEY (case_id, recommendation_version, recommendation)
        REFERENCES recommendation (case_id, version, recommendation),
    CONSTRAINT of_that_amount FOREIGN KEY (case_id, amount_pence, second_above_pence)
        REFERENCES vetting_case (case_id, amount_pence, second_above_pence),
    CONSTRAINT second_signature_where_the_policy_says CHECK (needs_second = (
        decision IN ('APPROVED', 'APPROVED_CONDITIONS')
        AND (amount_pence > second_above_pence
             OR recommendation IN ('ADVISE_DECLINE', 'REFER_TO_ANALYST', 'INCOMPLETE')))),
    CONSTRAINT conditions_where_there_are_any CHECK (
        (decision = 'APPROVED_CONDITIONS') = (cardinality(conditions) > 0)),
    CONSTRAINT again_only_if_the_last_one_fell CHECK (
        (version = 1 AND previous_version IS NULL AND previous_agreed IS NULL)
        OR (version > 1 AND previous_version = version - 1 AND previous_agreed IS FALSE
            AND previous_agreed IS NOT NULL))
);
CREATE TABLE second_signature (
    case_id uuid NOT NULL,
    decider text NOT NULL,
    needs_second boolean NOT NULL CHECK (needs_second),
    signer text NOT NULL,
    agrees boolean NOT NULL,
    reasons text,
    signed_at timestamptz NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (case_id, version),
    UNIQUE (case_id, version, agrees),
    CONSTRAINT of_a_decision_that_waits FOREIGN KEY (case_id, version, decider, needs_second)
        REFERENCES decision (case_id, version, decider, needs_second),
    CONSTRAINT four_eyes CHECK (lower(btrim(signer)) <> lower(btrim(decider))),
    CONSTRAINT refused_for_a_reason CHECK (agrees OR reasons ~ '\\S')
);
ALTER TABLE decision ADD CONSTRAINT after_a_second_signer_refused
    FOREIGN KEY (case_id, previous_version, previous_agreed)
    REFERENCES second_signature (case_id, version, agrees);
"""

_GRANTS = f"""
GRANT SELECT, INSERT ON vetting_case, case_link_key, finding, recommendation, decision,
    second_signature TO {_ROLE};
"""

_OF_CASES = ("vetting_case", "finding", "recommendation", "decision", "second_signature")
# Whoever asked for a case sees it, and PPIT's analysts where their agreement is for its purpose:
# one organisation's applicants are never shown to another.
_OWN_OR_ANALYSTS = f"""
CREATE POLICY own_or_analysts ON {{table}} FOR SELECT USING (
    {rls.setting("purpose")} = ANY (allowed_purposes)
    AND (org_id = {rls.setting("org_id")} OR {rls.setting("org_id")} = 'ppit'))
"""
_OWN_LINKS = f"""
CREATE POLICY own ON case_link_key FOR SELECT USING (
    org_id = {rls.setting("org_id")} AND purpose = {rls.setting("purpose")})
"""


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role=_ROLE)
    for sql in (_CASES, _FINDINGS, _DECISIONS, _GRANTS):
        op.get_bind().exec_driver_sql(sql.replace("%", "%%"))
    for table in _OF_CASES:
        op.execute(rls.enable(table))
        op.execute(_OWN_OR_ANALYSTS.format(table=table))
        op.execute(rls.policy_part3(table))
        op.execute(rls.policy_writes(table))
    op.execute(rls.enable("case_link_key"))
    op.execute(_OWN_LINKS)
    op.execute(rls.policy_writes("case_link_key"))
