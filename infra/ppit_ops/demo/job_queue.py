"""What the operator sees of a service's jobs: how many are left, and nothing of what they are."""

import psycopg

from ppit_ops.provision import OWNER, Access, plain
from ppit_ops.services import Service

_LEFT = (
    "SELECT count(*) FROM procrastinate_jobs"
    " WHERE queue_name = 'work' AND status IN ('todo', 'doing')"
)


def jobs_left(access: Access, service: Service) -> int:
    with psycopg.connect(plain(access.url(service.package, OWNER))) as owner:
        (left,) = owner.execute(_LEFT).fetchone() or (0,)
        return int(left)
