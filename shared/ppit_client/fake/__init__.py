"""A gate in memory, to test a partner's own software against: it refuses what the gate refuses.

Our contract tests hold it to the real gate, for both clients.
"""

from ppit_client.fake.gate import FakeGate
from ppit_client.fake.register import Asked, FakeAgreement, FakeClient
from ppit_client.fake.scripts import Said

__all__ = ["Asked", "FakeAgreement", "FakeClient", "FakeGate", "Said"]
