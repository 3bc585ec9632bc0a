"""The agreements of the cast: one for each thing that a partner and the house do together.

Each names its purposes, the law it rests on and the scopes of one service, so that a token under
it needs no choice of scope.
"""

from dataclasses import dataclass

from ppit_platform.codes import LOG_PURPOSES, ProcessingRegime, PurposeCode, SubjectClass

_ANYBODY = tuple(SubjectClass)
_OFFENDERS_OR_NOT = (
    SubjectClass.SUSPECTED,
    SubjectClass.CONVICTED,
    SubjectClass.NOT_APPLICABLE,
)
_VICTIMS = (SubjectClass.VICTIM, SubjectClass.WITNESS_OR_OTHER)
_DEBTORS = (SubjectClass.NOT_APPLICABLE,)
_NOBODY = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What one agreement allows; ``title`` and ``legal_basis`` are what both sides signed.

    ``aim``, ``benefits`` and ``discloses`` are what the public register is told of it.
    """

    agreement_id: str
    title: str
    legal_basis: str
    purposes: tuple[PurposeCode, ...]
    scopes: tuple[str, ...]
    aim: str
    benefits: str
    discloses: str
    subject_classes: tuple[SubjectClass, ...]
    regime: ProcessingRegime = ProcessingRegime.UK_GDPR
    people_per_day: int = 200_000


def officer_safety(agreement_id: str, party: str, *verbs: str) -> Terms:
    return Terms(
        agreement_id,
        f"Officer safety: {party}",
        "UK GDPR Art 6(1)(e); Health and Safety at Work etc. Act 1974 s.2",
        (PurposeCode.OFFICER_SAFETY_VISIT,),
        _scopes("officer-safety", verbs),
        "Warn whoever visits of what is known of a door",
        "Fewer people are hurt at work",
        "Warnings, the measures they call for, and until when they hold",
        _OFFENDERS_OR_NOT,
    )


def safeguarding(agreement_id: str, party: str, *verbs: str) -> Terms:
    """Help the victims of scams, and keep the register of them."""
    return Terms(
        agreement_id,
        f"Victims of scams: {party}",
        "UK GDPR Art 6(1)(e); DPA 2018 Sch 1 paras 18 and 19",
        (PurposeCode.VICTIM_SAFEGUARD, PurposeCode.VICTIM_REGISTER_MAINTENANCE),
        _scopes("victims", verbs),
        "Help the victims of scams, and keep the register of them",
        "Every victim is helped once, by whoever is nearest",
        "Who was harmed, how, who helps already, and how to reach them safely",
        _VICTIMS,
    )


def visiting_victims(agreement_id: str, party: str, *verbs: str) -> Terms:
    return Terms(
        agreement_id,
        f"Visits to victims of scams: {party}",
        "UK GDPR Art 6(1)(e); DPA 2018 Sch 1 paras 18 and 19",
        (PurposeCode.VICTIM_SAFEGUARD,),
        _scopes("victims", verbs),
        "Visit the victims of scams",
        "Nobody who asked for help waits unseen",
        "Who is to be visited, and what to know before",
        _VICTIMS,
    )


def victim_lists(agreement_id: str, party: str, *verbs: str) -> Terms:
    return Terms(
        agreement_id,
        f"Lists of victims of scams: {party}",
        "UK GDPR Art 6(1)(e); DPA 2018 Sch 1 para 18",
        (PurposeCode.VICTIM_REGISTER_MAINTENANCE,),
        _scopes("victims", verbs),
        "Take in lists of people who lost money to scams",
        "Victims are known before they lose more",
        "Who stands on a list, and what happened to them",
        _VICTIMS,
    )


def crime_reports(agreement_id: str, party: str, *verbs: str) -> Terms:
    """Share what was collected for law enforcement: it stays under Part 3 (DPA 2018 s.36(4))."""
    return Terms(
        agreement_id,
        f"Victims of fraud known to {party}",
        "DPA 2018 s.35(2)(b)",
        (PurposeCode.PREVENT_DETECT_CRIME,),
        _scopes("victims", verbs),
        "Take in the victims of fraud that the police know",
        "Victims are known before they lose more",
        "Who was reported, and the kind of crime",
        _VICTIMS,
        regime=ProcessingRegime.PART3_LAW_ENFORCEMENT,
    )


def vetting(agreement_id: str, party: str, *verbs: str) -> Terms:
    return Terms(
        agreement_id,
        f"Vetting of applicants for grants and loans: {party}",
        "UK GDPR Art 6(1)(e); DPA 2018 Sch 1 para 14",
        (PurposeCode.VET_GRANT, PurposeCode.VET_LOAN),
        _scopes("vetting", verbs),
        "Check applicants for public money",
        "Less public money is lost to fraud",
        "Findings, their sources, and what is recommended",
        _OFFENDERS_OR_NOT,
    )


def grant_vetting(agreement_id: str, party: str, *verbs: str) -> Terms:
    return Terms(
        agreement_id,
        f"Vetting of applicants for grants: {party}",
        "UK GDPR Art 6(1)(e); DPA 2018 Sch 1 para 14",
        (PurposeCode.VET_GRANT,),
        _scopes("vetting", verbs),
        "Check applicants for grants",
        "Less public money is lost to fraud",
        "Findings, their sources, and what is recommended",
        _OFFENDERS_OR_NOT,
    )


def tracing(agreement_id: str, party: str, *verbs: str) -> Terms:
    return Terms(
        agreement_id,
        f"Tracing of debtors: {party}",
        "UK GDPR Art 6(1)(e); DPA 2018 Sch 1 para 33",
        (PurposeCode.TRACE_CIVIL_DEBT, PurposeCode.TRACE_COUNCIL_TAX),
        _scopes("tracing", verbs),
        "Find where somebody who owes the council lives",
        "Debts are asked of the right person, at the right door",
        "An address, if it is certain, and what was ruled out",
        _DEBTORS,
    )


def told_of_changes(agreement_id: str, party: str, *verbs: str) -> Terms:
    """Send a partner's system the identifiers of what changed of its own."""
    return Terms(
        agreement_id,
        f"Webhooks: {party}",
        "UK GDPR Art 6(1)(e)",
        (PurposeCode.PARTNER_ADMINISTRATION,),
        _scopes("webhooks", verbs),
        "Tell a partner's system that something it asked for is done",
        "Nobody asks again and again, and nobody waits",
        "Identifiers, counts and codes; nobody's personal data",
        _NOBODY,
    )


def administration(agreement_id: str, party: str, *verbs: str) -> Terms:
    """Keep the register of partners: who may ask, with which keys, under which agreements."""
    return Terms(
        agreement_id,
        f"Administration of partners: {party}",
        "UK GDPR Art 24; DPA 2018 s.56",
        (PurposeCode.PARTNER_ADMINISTRATION,),
        _scopes("partners", verbs),
        "Change the register of partners by two people",
        "Nobody gives themselves a right, and each change can be looked up",
        "Organisations, their machines, keys and agreements; nobody's personal data",
        _NOBODY,
    )


def audit(agreement_id: str, party: str, *verbs: str) -> Terms:
    """Read the log, for the four purposes that DPA 2018 s.62(4) allows and for no other."""
    return Terms(
        agreement_id,
        f"Audit: {party}",
        "DPA 2018 s.62(4) and s.71",
        LOG_PURPOSES,
        _scopes("audit", verbs),
        "Find out who was told what of whom, and put right what was wrong",
        "Whoever asks who looked at them is answered, and the answer is proved whole",
        "Entries of the log: pseudonyms, codes, counts and who asked; answers as they were given",
        _ANYBODY,
    )


def told_of_errors(agreement_id: str, party: str, *verbs: str) -> Terms:
    """Tell a partner that something it was shown was wrong (UK GDPR Art 19; DPA 2018 s.48), and
    let it hold its receipts against the log.
    """
    return Terms(
        agreement_id,
        f"Recall notices and receipts: {party}",
        "UK GDPR Art 19; DPA 2018 s.48 and s.62(4)",
        (PurposeCode.SUBJECT_RIGHTS, PurposeCode.AUDIT_SELF_MONITOR),
        _scopes("audit", verbs),
        "Tell whoever was shown something wrong that it was wrong",
        "What was put right here is put right wherever it went",
        "Which of the partner's own requests were answered wrongly, and which fields",
        _NOBODY,
    )


def _scopes(service: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{service}:{verb}" for verb in verbs)
