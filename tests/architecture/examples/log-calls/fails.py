"""Log lines that disclose, or that no machine can group."""

import logging

logger = logging.getLogger(__name__)


class Screener:
    def __init__(self) -> None:
        self._log = logging.getLogger(__name__)

    def report(self, person, visit, dob, span) -> None:
        logger.info(f"screened {visit.id}")  # finding
        logger.info("screened {}".format(visit.id))  # finding
        logger.info("screened " + visit.id)  # finding
        self._log.warning("no match for %s", person.name)  # finding
        self._log.warning("born %s", dob)  # finding
        logger.error("failed", extra={"postcode": visit.code})  # finding
        logger.error("failed: phone=%s", visit.code)  # finding
        logging.critical("failed at %s", visit.address)  # finding
        span.set_attribute("person.name", visit.id)  # finding
        span.add_event("resolved", {"subject": person.given_name})  # finding
