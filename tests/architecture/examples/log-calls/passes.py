"""Log lines that name an event and identifiers."""

import logging

logger = logging.getLogger(__name__)


def report(screening, task, span, socket_address: str) -> None:
    logger.info("screening done", extra={"screening_id": screening.id, "count": 3})
    logger.warning("the address could not be resolved: screening_id=%s", screening.id)
    logger.error("%s was stalled", task.name)
    for name in screening.unpublished:
        logger.error("field_unpublished field=%s", name)
    logger.info("listening on %s", socket_address)
    span.set_attribute("service.name", "officer-safety")
    screening.info(f"{screening.name} is not a log line")
