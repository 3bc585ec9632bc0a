"""The typed client that partners install: proves its key, keeps its token, names its case."""

from ppit_client.client import Answer, PartnerClient, TokenRefused
from ppit_client.keys import KeyPair, new_key_pair

__all__ = ["Answer", "KeyPair", "PartnerClient", "TokenRefused", "new_key_pair"]
