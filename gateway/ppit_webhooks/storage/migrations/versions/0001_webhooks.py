"""Subscriptions and their keys, events, deliveries: of which each organisation sees its own."""

from alembic import op

from ppit_platform import chassis_tables, rls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_webhooks"
_TABLES = """
CREATE TABLE subscription (
    subscription_id uuid PRIMARY KEY,
    org_id text NOT NULL,
    caller jsonb NOT NULL,
    url text NOT NULL CHECK (length(url) <= 500),
    event_types text[] NOT NULL CHECK (cardinality(event_types) > 0),
    state text NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED', 'DISABLED', 'ENDED')),
    reason text,
    failing_since timestamptz,
    slowed_until timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT not_active_for_a_reason CHECK ((state = 'ACTIVE') = (reason IS NULL)),
    CONSTRAINT stands_on_its_own_authority CHECK (caller ->> 'org_id' = org_id)
);
CREATE INDEX ix_subscription_org ON subscription (org_id);
CREATE TABLE subscription_key (
    key_id uuid PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
    org_id text NOT NULL,
    public_key text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX ix_subscription_key_subscription ON subscription_key (subscription_id);
CREATE TABLE event (
    event_id uuid PRIMARY KEY,
    org_id text NOT NULL,
    type text NOT NULL,
    happened_at timestamptz NOT NULL,
    taken_at timestamptz NOT NULL,
    body text NOT NULL
);
CREATE INDEX ix_event_org ON event (org_id, event_id);
CREATE TABLE delivery (
    delivery_id uuid PRIMARY KEY,
    org_id text NOT NULL,
    subscription_id uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
    event_id uuid NOT NULL REFERENCES event ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED', 'STOPPED')),
    attempts integer NOT NULL CHECK (attempts >= 0),
    next_attempt_at timestamptz,
    last_code text,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT ended_or_next CHECK (
        (state = 'PENDING') = (ended_at IS NULL)
        AND (state = 'PENDING') = (next_attempt_at IS NOT NULL)
    )
);
CREATE INDEX ix_delivery_subscription ON delivery (subscription_id, delivery_id);
CREATE INDEX ix_delivery_event ON delivery (event_id);
CREATE INDEX ix_delivery_waiting ON delivery (subscription_id) WHERE state = 'PENDING';
"""
_GRANTS = f"""
GRANT SELECT, INSERT, DELETE ON subscription, subscription_key, event, delivery TO {_ROLE};
GRANT UPDATE (caller, state, reason, failing_since, slowed_until) ON subscription TO {_ROLE};
GRANT UPDATE (expires_at) ON subscription_key TO {_ROLE};
GRANT UPDATE (state, attempts, next_attempt_at, last_code, ended_at) ON delivery TO {_ROLE};
"""


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role=_ROLE)
    op.execute(_TABLES)
    op.execute(_GRANTS)
    for table in ("subscription", "subscription_key", "event", "delivery"):
        for statement in rls.own_rows_policies(table):
            op.execute(statement)
        own = f"org_id = {rls.setting('org_id')}"
        op.execute(f"CREATE POLICY forgetting ON {table} FOR DELETE USING ({own})")


def downgrade() -> None:
    """Refuse: what was sent to whom is not forgotten by a command."""
    msg = "what was sent to whom stays known"
    raise NotImplementedError(msg)
