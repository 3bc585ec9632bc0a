"""Says which witnesses are asked, and of which sizes a quorum of them has signed."""

from ppit_gateway.publishing.policy import Policy
from ppit_gateway.publishing.session import PublishingSession

_SIGNERS = "SELECT witness FROM log.cosignature WHERE size = %s"
_WITNESSED = "INSERT INTO log.witnessed (size, met_at) VALUES (%s, now()) ON CONFLICT DO NOTHING"
# Without a policy now and before, there is nothing to say.
_ASK = """
INSERT INTO log.witness_policy (policy, set_at)
SELECT policy, now() FROM (SELECT %s::text AS policy) AS told
WHERE policy <> coalesce(
  (SELECT p.policy FROM log.witness_policy p ORDER BY p.number DESC LIMIT 1), '')
"""


async def ask_from_now_on(session: PublishingSession, policy: Policy | None) -> None:
    """Keep the policy if it is another than the one before; nobody is asked without one."""
    await session.rows(_ASK, "" if policy is None else policy.text)


async def count_signers(session: PublishingSession, policy: Policy, size: int) -> None:
    """Keep that a quorum has signed a size, if one has."""
    signers = frozenset(str(row[0]) for row in await session.rows(_SIGNERS, size))
    if policy.met(signers):
        await session.rows(_WITNESSED, size)
