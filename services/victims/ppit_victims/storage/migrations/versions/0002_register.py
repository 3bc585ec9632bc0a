"""The register: partners' rows as they came, whom they are about, and the victims they make."""

from alembic import op

from ppit_platform.codes import PurposeCode
from ppit_platform.people_sql import people_columns
from ppit_victims.storage import policies

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLE = "ppit_victims"
_PEOPLE = people_columns(
    (
        PurposeCode.VICTIM_SAFEGUARD,
        PurposeCode.VICTIM_REGISTER_MAINTENANCE,
        PurposeCode.PREVENT_DETECT_CRIME,
    )
)

_IMPORTS = f"""
CREATE TABLE import_run (
    import_id uuid PRIMARY KEY,
    org_id text NOT NULL,
    profile text NOT NULL,
    dry_run boolean NOT NULL,
    media_type text NOT NULL,
    upload_id uuid NOT NULL,
    mandate_id uuid NOT NULL,
    job_id bigint,
    state text NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'STOPPED', 'REFUSED')),
    stop_code text,
    refused_reason text,
    rows_in bigint NOT NULL DEFAULT 0,
    linked bigint NOT NULL DEFAULT 0,
    created bigint NOT NULL DEFAULT 0,
    waiting bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    accepted_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT no_row_lost CHECK (rows_in = linked + created + waiting + rejected),
    CONSTRAINT stopped_with_a_code CHECK ((state = 'STOPPED') = (stop_code IS NOT NULL)),
    CONSTRAINT refused_for_a_reason CHECK ((state = 'REFUSED') = (refused_reason IS NOT NULL))
);
CREATE TABLE import_reject (
    import_id uuid NOT NULL REFERENCES import_run (import_id),
    row_no bigint NOT NULL,
    line_no bigint NOT NULL,
    reasons jsonb NOT NULL CHECK (jsonb_array_length(reasons) > 0),
    cells jsonb NOT NULL,
    fact_id uuid NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (import_id, row_no)
);
"""

_RECORDS = f"""
CREATE TABLE source_record (
    record_id uuid PRIMARY KEY,
    source text NOT NULL,
    import_id uuid REFERENCES import_run (import_id),
    row_no bigint,
    line_no bigint,
    reference text,
    row_key text NOT NULL,
    cells jsonb NOT NULL,
    told jsonb NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('LINKED', 'CREATED', 'WAITING')),
    fact_id uuid,
    {_PEOPLE},
    UNIQUE (import_id, row_no),
    CONSTRAINT a_row_of_a_file_or_none CHECK (
        (import_id IS NULL) = (row_no IS NULL) AND (import_id IS NULL) = (fact_id IS NULL))
);
CREATE INDEX ix_source_record_row_key ON source_record (row_key, recorded_at, record_id);
CREATE TABLE mention (
    mention_id uuid PRIMARY KEY,
    record_id uuid NOT NULL REFERENCES source_record (record_id),
    member smallint NOT NULL,
    person jsonb NOT NULL,
    name text NOT NULL,
    born text,
    phone text,
    address jsonb NOT NULL,
    uprn text CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    household text,
    same_as uuid REFERENCES mention (mention_id),
    {_PEOPLE},
    UNIQUE (record_id, member)
);
CREATE INDEX ix_mention_same_as ON mention (same_as) WHERE same_as IS NOT NULL;
"""

_VICTIMS = f"""
CREATE TABLE victim (
    victim_id uuid PRIMARY KEY,
    version integer NOT NULL,
    reporters text[] NOT NULL,
    area_gss text,
    household text,
    stage text NOT NULL,
    need_score integer NOT NULL,
    on_worklist boolean NOT NULL
);
CREATE INDEX ix_victim_household ON victim (household) WHERE household IS NOT NULL;
CREATE INDEX ix_victim_worklist ON victim (need_score DESC, victim_id) WHERE on_worklist;
CREATE TABLE victim_version (
    victim_id uuid NOT NULL REFERENCES victim (victim_id),
    stage text NOT NULL CHECK (stage IN ('REPORTED', 'TRYING', 'HELPING', 'DECLINED', 'CLOSED')),
    closed_for text CHECK (closed_for IN ('DECEASED', 'HELP_ENDED')),
    died_on text,
    safe_contact jsonb NOT NULL,
    crimes integer NOT NULL CHECK (crimes >= 0),
    need jsonb NOT NULL,
    need_score integer NOT NULL,
    need_table text NOT NULL,
    home uuid NOT NULL REFERENCES mention (mention_id),
    last_contact timestamptz,
    {_PEOPLE},
    PRIMARY KEY (victim_id, version),
    CONSTRAINT closed_for_a_reason CHECK ((stage = 'CLOSED') = (closed_for IS NOT NULL)),
    CONSTRAINT deceased_closes CHECK (died_on IS NULL OR closed_for = 'DECEASED')
);
ALTER TABLE victim ADD CONSTRAINT never_without_its_version
    FOREIGN KEY (victim_id, version) REFERENCES victim_version (victim_id, version)
    DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE victim_link (
    mention_id uuid NOT NULL REFERENCES mention (mention_id),
    victim_id uuid NOT NULL REFERENCES victim (victim_id),
    basis text NOT NULL CHECK (basis IN ('NEW', 'CONFIRMED_MATCH', 'SAME_ROW', 'REVIEWED')),
    evidence jsonb NOT NULL,
    linked_by text NOT NULL,
    {_PEOPLE},
    PRIMARY KEY (mention_id, version)
);
CREATE INDEX ix_victim_link_newest ON victim_link (victim_id, recorded_at, mention_id);
CREATE TABLE contact (
    contact_id uuid PRIMARY KEY,
    victim_id uuid NOT NULL REFERENCES victim (victim_id),
    intervention text NOT NULL,
    outcome text NOT NULL,
    at timestamptz NOT NULL,
    note text,
    acted_by text NOT NULL,
    {_PEOPLE}
);
CREATE INDEX ix_contact_victim_id ON contact (victim_id);
"""

_DECISIONS = f"""
CREATE TABLE review (
    review_id uuid PRIMARY KEY,
    mention_id uuid NOT NULL UNIQUE REFERENCES mention (mention_id),
    doubt text NOT NULL,
    candidates jsonb NOT NULL,
    opened_at timestamptz NOT NULL,
    {_PEOPLE}
);
CREATE INDEX ix_review_opened_at ON review (opened_at, review_id);
CREATE TABLE review_decision (
    review_id uuid PRIMARY KEY REFERENCES review (review_id),
    decision text NOT NULL CHECK (decision IN ('LINK', 'CREATE', 'REJECT')),
    victim_id uuid REFERENCES victim (victim_id),
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    CONSTRAINT a_victim_unless_refused CHECK ((decision = 'REJECT') = (victim_id IS NULL))
);
CREATE TABLE protection (
    protection_id uuid PRIMARY KEY,
    mention_id uuid NOT NULL UNIQUE REFERENCES mention (mention_id),
    reason text NOT NULL CHECK (reason IN ('VICTIM_REGISTER', 'REFUGE', 'WITNESS')),
    until date,
    acted_by text NOT NULL,
    {_PEOPLE}
);
"""

_VIEWS = """
CREATE VIEW current_link WITH (security_invoker = true) AS
    SELECT * FROM victim_link l
     WHERE NOT EXISTS (SELECT FROM victim_link later
                        WHERE later.mention_id = l.mention_id AND later.version > l.version);
CREATE VIEW protected_now WITH (security_invoker = true) AS
    SELECT l.victim_id, p.reason, p.protection_id
      FROM protection p JOIN current_link l USING (mention_id)
     WHERE p.until IS NULL
        OR p.until >= (statement_timestamp() AT TIME ZONE 'Europe/London')::date;
"""

_GRANTS = f"""
GRANT SELECT, INSERT ON source_record, mention, import_reject, victim_version, victim_link,
    contact, review, review_decision, protection TO {_ROLE};
GRANT SELECT, INSERT ON import_run, victim TO {_ROLE};
GRANT SELECT ON current_link, protected_now TO {_ROLE};
GRANT UPDATE (job_id, state, stop_code, refused_reason, rows_in, linked, created, waiting,
    rejected, ended_at) ON import_run TO {_ROLE};
GRANT UPDATE (version, reporters, area_gss, household, stage, need_score, on_worklist)
    ON victim TO {_ROLE};
"""

_WITH_PEOPLE = (
    *("source_record", "mention", "victim_version", "victim_link"),
    *("contact", "review", "protection"),
)


def upgrade() -> None:
    for sql in (_IMPORTS, _RECORDS, _VICTIMS, _DECISIONS, _VIEWS, _GRANTS):
        op.get_bind().exec_driver_sql(sql.replace("%", "%%"))
    for table in _WITH_PEOPLE:
        for statement in policies.people_policies(table):
            op.execute(statement)
    for table in ("import_run", "import_reject"):
        for statement in policies.own_rows_policies(table):
            op.execute(statement)
    for statement in (
        *policies.head_policies("victim"),
        *policies.ids_policies("review_decision"),
    ):
        op.execute(statement)
