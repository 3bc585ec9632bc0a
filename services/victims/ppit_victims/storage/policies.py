"""SQL of row-level security that only this register has, for its migrations.

A district sees its own area; PPIT sees besides whoever could not be placed, and so does whoever
reported them. Debt tracing sees nothing at all, whatever a row's own list of purposes says.
"""

from ppit_platform import rls
from ppit_platform.codes import PurposeCode

WHOLE_REGISTER = "whole_register"
"""The setting under which one statement may look beyond the caller's area: to find out whether
somebody is on the register, and to read the parts of a victim whose head the caller may see."""

_PPIT = "'ppit'"
_NEVER = ", ".join(
    f"'{purpose.value}'"
    for purpose in (
        PurposeCode.TRACE_CIVIL_DEBT,
        PurposeCode.TRACE_COUNCIL_TAX,
        PurposeCode.TRACE_LEGAL_PROCEEDINGS,
    )
)
_READERS = ", ".join(
    f"'{purpose.value}'"
    for purpose in (
        PurposeCode.VICTIM_SAFEGUARD,
        PurposeCode.VICTIM_REGISTER_MAINTENANCE,
        PurposeCode.PREVENT_DETECT_CRIME,
        PurposeCode.AUDIT_SELF_MONITOR,
        PurposeCode.SUBJECT_RIGHTS,
    )
)


def people_policies(table: str) -> tuple[str, ...]:
    """Return all statements for a table with people."""
    return (
        *rls.people_policies(table),
        _restrict(table, "never_for_debts", f"{rls.setting('purpose')} <> ALL (ARRAY[{_NEVER}])"),
        _restrict(table, "by_area", _in_area(f"org_id = {rls.setting('org_id')}")),
    )


def head_policies(table: str) -> tuple[str, ...]:
    """Return all statements for the heads: that somebody is a victim is told to nobody else."""
    ours = f"{rls.setting('org_id')} = ANY (reporters)"
    return (*ids_policies(table), _restrict(table, "by_area", _in_area(ours)))


def ids_policies(table: str) -> tuple[str, ...]:
    """Return all statements for a table that holds ids alone: no other purpose reads even those."""
    readers = f"{rls.setting('purpose')} IN ({_READERS})"
    return (
        rls.enable(table),
        rls.policy_writes(table),
        f"CREATE POLICY by_purpose ON {table} FOR SELECT USING ({readers})",
    )


def own_rows_policies(table: str) -> tuple[str, ...]:
    """Return all statements for a table of which each organisation sees its own rows alone."""
    never = f"{rls.setting('purpose')} <> ALL (ARRAY[{_NEVER}])"
    return (*rls.own_rows_policies(table), _restrict(table, "never_for_debts", never))


def _in_area(is_ours: str) -> str:
    areas = f"string_to_array({rls.setting('areas')}, ',')"
    return (
        f"{rls.setting(WHOLE_REGISTER)} = 'yes' OR area_gss = ANY ({areas})"
        f" OR (area_gss IS NULL AND ({is_ours} OR {rls.setting('org_id')} = {_PPIT}))"
    )


def _restrict(table: str, name: str, rule: str) -> str:
    return f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR SELECT USING ({rule})"
