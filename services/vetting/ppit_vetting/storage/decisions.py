"""Keeps what people decided, and who signed it second."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from ppit_platform.db import Transaction
from ppit_platform.provenance import people_values
from ppit_vetting.domain.case import Case, Recommended
from ppit_vetting.domain.codes import Condition, DecisionCode
from ppit_vetting.domain.decisions import Decision
from ppit_vetting.domain.retention import case_review
from ppit_vetting.storage.rows import DecisionRow, SecondSignatureRow


@dataclass(frozen=True, slots=True)
class SecondWord:
    """What the second signer says of a decision."""

    signer: str
    agrees: bool
    reasons: str | None
    signed_at: datetime


class DecisionStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, case: Case, decision: Decision, on: Recommended) -> None:
        again = decision.version > 1
        self._session.add(
            DecisionRow(
                case_id=case.case_id,
                version=decision.version,
                previous_version=decision.version - 1 if again else None,
                previous_agreed=False if again else None,
                recommendation_version=on.version,
                recommendation=on.recommendation.value,
                amount_pence=case.request.amount_pence,
                second_above_pence=case.policy.second_above_pence,
                decision=decision.decision.value,
                conditions=[condition.value for condition in decision.conditions],
                reasons=decision.reasons,
                decider=decision.decider,
                needs_second=decision.needs_second,
                decided_at=decision.decided_at,
                review_due=case_review(decision.decided_at),
                valid_from=decision.decided_at,
                recorded_at=decision.decided_at,
                **people_values(case.owner),
            )
        )
        await self._session.flush()

    async def sign(self, case: Case, decision: Decision, word: SecondWord) -> None:
        """Store it; the database refuses whoever decided, and a decision that waits for nobody."""
        self._session.add(
            SecondSignatureRow(
                case_id=case.case_id,
                version=decision.version,
                decider=decision.decider,
                needs_second=decision.needs_second,
                signer=word.signer,
                agrees=word.agrees,
                reasons=word.reasons,
                signed_at=word.signed_at,
                review_due=case_review(word.signed_at),
                valid_from=word.signed_at,
                recorded_at=word.signed_at,
                **people_values(case.owner),
            )
        )
        await self._session.flush()

    async def all(self, case_id: UUID) -> list[Decision]:
        """Return every decision, oldest first: all but the last one fell."""
        decided = await self._session.exec(
            select(DecisionRow)
            .where(col(DecisionRow.case_id) == case_id)
            .order_by(col(DecisionRow.version))
        )
        signed = await self._session.exec(
            select(SecondSignatureRow).where(col(SecondSignatureRow.case_id) == case_id)
        )
        words = {row.version: row for row in signed}
        return [_decision(row, words.get(row.version)) for row in decided]


def _decision(row: DecisionRow, word: SecondSignatureRow | None) -> Decision:
    return Decision(
        version=row.version,
        recommendation_version=row.recommendation_version,
        decision=DecisionCode(row.decision),
        conditions=tuple(Condition(condition) for condition in row.conditions),
        reasons=row.reasons,
        decider=row.decider,
        needs_second=row.needs_second,
        decided_at=row.decided_at,
        agreed=word.agrees if word else None,
        second_signer=word.signer if word else None,
        second_reasons=word.reasons if word else None,
        signed_at=word.signed_at if word else None,
    )
