"""All checks, in the order of the clauses."""

from ppit_conformance.at_resource import AT_RESOURCE
from ppit_conformance.at_token_endpoint import AT_TOKEN_ENDPOINT

CHECKS = (*AT_TOKEN_ENDPOINT, *AT_RESOURCE)
