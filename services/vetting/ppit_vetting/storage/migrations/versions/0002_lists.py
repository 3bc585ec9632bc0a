"""The lists that applicants are checked against: each comes as a whole file, by generation."""

from alembic import op

from ppit_platform import generations, rls
from ppit_platform.codes import PurposeCode
from ppit_platform.people_sql import people_columns
from ppit_platform.person_index.sql import create as create_index

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLE = "ppit_vetting"
_PEOPLE = people_columns([PurposeCode.VET_GRANT, PurposeCode.VET_LOAN])

_REGISTERS = """
CREATE TABLE company (
    generation integer NOT NULL,
    number text NOT NULL CHECK (number ~ '^[A-Z0-9]{8}$'),
    name text NOT NULL,
    name_key text NOT NULL,
    previous_names text NOT NULL,
    category text NOT NULL,
    status text NOT NULL,
    incorporated_on date,
    accounts_due date,
    trades text NOT NULL,
    office text NOT NULL,
    office_key text NOT NULL,
    PRIMARY KEY (generation, number)
);
CREATE INDEX ix_company_name_key ON company (generation, name_key);
CREATE INDEX ix_company_office_key ON company (generation, office_key);
CREATE TABLE company_officer (
    generation integer NOT NULL,
    row_no bigint NOT NULL,
    company_number text NOT NULL CHECK (company_number ~ '^[A-Z0-9]{8}$'),
    person_number text NOT NULL,
    role text NOT NULL,
    name text NOT NULL,
    officer_key text NOT NULL,
    birth_month integer CHECK (birth_month BETWEEN 1 AND 12),
    birth_year integer,
    appointed_on date,
    resigned_on date,
    address text NOT NULL,
    postcode text NOT NULL,
    PRIMARY KEY (generation, row_no)
);
CREATE INDEX ix_company_officer_number ON company_officer (generation, company_number);
CREATE INDEX ix_company_officer_key ON company_officer (generation, officer_key);
CREATE TABLE sanction_subject (
    generation integer NOT NULL,
    unique_id text NOT NULL,
    subject jsonb NOT NULL,
    PRIMARY KEY (generation, unique_id)
);
CREATE TABLE sanction_sound (
    generation integer NOT NULL,
    sound text NOT NULL,
    unique_id text NOT NULL,
    PRIMARY KEY (generation, sound, unique_id),
    FOREIGN KEY (generation, unique_id) REFERENCES sanction_subject (generation, unique_id)
        ON DELETE CASCADE
);
"""

_PEOPLE_LISTS = f"""
CREATE TABLE insolvency (
    subject_id uuid PRIMARY KEY,
    generation integer NOT NULL,
    case_number text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('BANKRUPTCY', 'IVA', 'DRO', 'BREATHING_SPACE')),
    person jsonb NOT NULL,
    started_on date NOT NULL,
    ends_on date,
    {_PEOPLE}
);
CREATE INDEX ix_insolvency_generation ON insolvency (generation);
CREATE TABLE award (
    subject_id uuid PRIMARY KEY,
    generation integer NOT NULL,
    award_id text NOT NULL,
    person jsonb,
    company_number text,
    scheme text NOT NULL,
    awarded_on date NOT NULL,
    amount_pence bigint NOT NULL,
    accounted boolean NOT NULL,
    {_PEOPLE},
    CONSTRAINT to_a_person_or_a_company CHECK ((person IS NULL) <> (company_number IS NULL))
);
CREATE INDEX ix_award_company ON award (generation, company_number);
CREATE TABLE debt (
    subject_id uuid PRIMARY KEY,
    generation integer NOT NULL,
    debt_ref text NOT NULL,
    person jsonb NOT NULL,
    balance_pence bigint NOT NULL,
    since date,
    {_PEOPLE}
);
CREATE INDEX ix_debt_generation ON debt (generation);
"""

_TABLES = "company, company_officer, sanction_subject, sanction_sound, insolvency, award, debt"
_OF_PEOPLE = ("insolvency", "award", "debt")


def upgrade() -> None:
    connection = op.get_bind()
    generations.create(connection, role=_ROLE)
    for sql in (_REGISTERS, _PEOPLE_LISTS):
        connection.exec_driver_sql(sql.replace("%", "%%"))
    op.execute(f"GRANT SELECT, INSERT, DELETE ON {_TABLES} TO {_ROLE}")
    for table in _OF_PEOPLE:
        create_index(connection, role=_ROLE, table=f"{table}_key")
        for statement in rls.people_policies(table):
            op.execute(statement)
        # A list is replaced whole: what it no longer says is forgotten.
        known = f"{rls.setting('org_id')} IS NOT NULL"
        op.execute(f"CREATE POLICY forgetting ON {table} FOR DELETE USING ({known})")
