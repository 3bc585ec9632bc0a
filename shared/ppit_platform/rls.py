"""SQL of row-level security for migrations: what a transaction may see follows from its caller.

Each function returns statements for ``op.execute``. The tables' owner, who migrates, is not bound
by them; the service's role is not the owner and always is. A transaction that never said who
asks sees nothing: a missing setting is NULL, one left over from an ended transaction is empty.
"""

from ppit_platform.codes import ProcessingRegime, PurposeCode

_PART3 = f"'{ProcessingRegime.PART3_LAW_ENFORCEMENT.value}'"
_NEVER_FROM_PART3 = (
    PurposeCode.TRACE_CIVIL_DEBT,
    PurposeCode.TRACE_COUNCIL_TAX,
    PurposeCode.TRACE_LEGAL_PROCEEDINGS,
)
"""Purposes that no list of allowed purposes can open Part 3 data to (DPA 2018 s.36(4))."""


def setting(name: str) -> str:
    """Return the SQL of one ``ppit.*`` setting: NULL outside of a caller's transaction."""
    return f"nullif(current_setting('ppit.{name}', true), '')"


def enable(table: str) -> str:
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"


def policy_by_org(table: str) -> str:
    """Let an organisation read only rows that are its own."""
    return f"CREATE POLICY by_org ON {table} FOR SELECT USING (org_id = {setting('org_id')})"


def policy_by_purpose(table: str) -> str:
    """Let a purpose read the rows it is allowed for, and Part 3 read what Part 3 collected.

    DPA 2018 s.36(3): data collected for one law-enforcement purpose may serve another.
    """
    return (
        f"CREATE POLICY by_purpose ON {table} FOR SELECT USING ("
        f"{setting('purpose')} = ANY (allowed_purposes)"
        f" OR (collected_under = {_PART3} AND {setting('regime')} = {_PART3}))"
    )


def policy_part3(table: str) -> str:
    """Keep Part 3 data from debt tracing whatever a row's own list says (DPA 2018 s.36(4))."""
    never = ", ".join(f"'{purpose.value}'" for purpose in _NEVER_FROM_PART3)
    return (
        f"CREATE POLICY part3 ON {table} AS RESTRICTIVE FOR SELECT USING ("
        f"collected_under <> {_PART3} OR {setting('purpose')} <> ALL (ARRAY[{never}]))"
    )


def policy_writes(table: str) -> str:
    """Let any known caller add rows and, where its role may update at all, change those it sees."""
    return (
        f"CREATE POLICY adding ON {table} FOR INSERT WITH CHECK ({setting('org_id')} IS NOT NULL);"
        f" CREATE POLICY changing ON {table} FOR UPDATE USING ({setting('org_id')} IS NOT NULL)"
    )


def policy_finding(table: str) -> str:
    """Open rows to whatever finds people for the audit (``people_held``), and to nothing else."""
    return f"CREATE POLICY finding ON {table} FOR SELECT USING ({setting('finding')} = 'people')"


def people_policies(table: str) -> tuple[str, ...]:
    """Return all statements for a table that many organisations share, purpose by purpose."""
    return (enable(table), policy_by_purpose(table), policy_part3(table), policy_writes(table))


def own_rows_policies(table: str) -> tuple[str, ...]:
    """Return all statements for a table of which each organisation sees its own rows alone."""
    return (enable(table), policy_by_org(table), policy_writes(table))
