"""拟稿、送审、审查、审核、签发: the answer is drafted by one person, reviewed by others, signed by another still."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects

from casework.acts import charge, checks, consult, remedy
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.law.outcomes import CORRECTIONS, OF_MATTER, OUTCOMES, outcome
from casework.models import Case, Decision, Review, SearchRecord, Staff


def draft(
    *, case: Case, actor: Staff, at: datetime, today: date, outcome_code: str, ground: str, facts: dict[str, Any]
) -> None:
    """Save the draft of the decision; nothing is checked for completeness yet.

    :param facts: the slots of the reply by name, JSON values; empty ones are left out.
    """
    check_outcome(case, outcome_code)
    check_parts(facts)
    Decision.objects.update_or_create(
        case=case,
        round_no=case.round_no,
        defaults={
            "outcome": outcome_code,
            "ground": ground.strip(),
            "facts": {key: value for key, value in facts.items() if value not in ("", None, False, [])},
            "drafted_by": actor,
            "drafted_at": at,
        },
    )
    move(case, "draft", actor=actor, at=at, on=today, status=False, data={"outcome": outcome_code})


def check_outcome(case: Case, code: str) -> None:
    """Raise BadValue for an outcome of a request for information where a record is to be corrected, or the reverse."""
    outcome(code)
    fitting = OF_MATTER[case.matter]
    if code not in {row.code for row in fitting}:
        labels = "、".join(row.label for row in CORRECTIONS)
        text = (
            f"更正申请的答复结果只能是：{labels}。"
            if fitting is CORRECTIONS
            else f"政府信息公开申请不能以“{OUTCOMES[code].label}”答复；要求更正政府信息记录的，请按更正申请登记。"
        )
        raise BadValue(text, article="条例第四十一条", field="outcome_code")


def check_parts(facts: dict[str, Any]) -> None:
    """Raise BadValue for a withheld part that no refusal under Arts 14 to 16 carries (Art. 37).

    "" is what is no government information; what does not exist or is another organ's has a reply of its own.
    """
    for part in facts.get("withheld") or ():
        code = part.get("outcome", "")
        if code and not outcome(code).exempt:
            text = f"部分公开中不予公开的内容不能以“{outcome(code).label}”为由，请选择不予公开的情形，或者另行答复。"
            raise BadValue(text, article="条例第三十七条", field="withheld")


# What needs no search and lays nothing new open, so that it can be said at the counter.
ON_SPOT = ("G1", "N1b", "R3")
_AT_COUNTER = ("in_person", "oral")


def answer_on_spot(
    *, case: Case, actor: Staff, at: datetime, today: date, outcome_code: str, ground: str, facts: dict[str, Any]
) -> None:
    """当场答复 of somebody at the counter, on the day of receipt (Art. 33(1)); the head still signs.

    :raises WrongState: not filed at the counter, or not today. :raises BadValue: a reply that needs a search or review.
    """
    if case.channel not in _AT_COUNTER or today != case.received_on:
        raise WrongState("当场答复只适用于当面、口头提出并于当日答复的申请；其他申请请按流程办理。")
    consult.check_heard(case)
    if outcome_code not in ON_SPOT:
        raise BadValue(
            "当场答复只能是已主动公开、非本机关公开或者公开出版物；其他结果需要检索和审查。", field="outcome_code"
        )
    Decision.objects.update_or_create(
        case=case,
        round_no=case.round_no,
        defaults={
            "outcome": outcome_code, "ground": ground.strip(), "facts": facts, "drafted_by": actor, "drafted_at": at,
            "submitted_at": at,
        },
    )  # fmt: skip
    move(case, "answer_on_spot", actor=actor, at=at, on=today, data={"outcome": outcome_code})


def record_search(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    places: str,
    keywords: str,
    persons: str,
    searched_on: date,
    result: str,
    found: bool = False,
) -> None:
    """Keep who searched what with which words, and what came of it (Art. 36(4); guiding case 101)."""
    row = SearchRecord.objects.create(
        case=case,
        round_no=case.round_no,
        places=places.strip(),
        keywords=keywords.strip(),
        persons=persons.strip(),
        searched_on=checks.past_date(searched_on, today=today, not_before=case.received_on, field="searched_on"),
        result=result.strip(),
        found=found,
        recorded_by=actor,
        recorded_at=at,
    )
    move(
        case, "record_search", actor=actor, at=at, on=searched_on, status=False, data={"search": row.pk, "found": found}
    )


def submit(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """Send the draft to review. Whether it is complete is asked of the paper itself (letters.acts.submit)."""
    decision = current(case)
    consult.check_heard(case)
    remedy.check_new_reply(case, decision)
    charge.check_pages(case, decision.outcome)
    decision.drafted_by, decision.submitted_at = actor, at
    decision.save(update_fields=["drafted_by", "submitted_at"])
    move(case, "submit", actor=actor, at=at, on=today, data={"outcome": decision.outcome, "opinion": opinion.strip()})


def approve_secrecy(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """保密审查: nothing leaves before it has been looked at for secrets (Art. 17)."""
    _approve(case, actor, at, today, "approve_secrecy", Review.Step.SECRECY, opinion)


def approve_legal(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """法制审核, mandatory for refusals under Arts 14–16."""
    _approve(case, actor, at, today, "approve_legal", Review.Step.LEGAL, opinion)


def sign_off(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """签发: the head takes responsibility for the answer."""
    decision = _approve(case, actor, at, today, "sign_off", Review.Step.SIGN_OFF, opinion)
    decision.signed_by, decision.signed_at = actor, at
    decision.save(update_fields=["signed_by", "signed_at"])


def return_to(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """退回 to the drafter, always with a reason."""
    decision = current(case)
    text = checks.reason(opinion, "退回", field="opinion")
    step = {"unit_head": Review.Step.SECRECY, "legal": Review.Step.LEGAL}
    held = next((step[post.role] for post in actor.posts if post.role in step), Review.Step.SIGN_OFF)
    Review.objects.create(
        decision=decision, step=held, verdict=Review.Verdict.RETURN, opinion=text, reviewer=actor, at=at
    )
    decision.submitted_at = decision.signed_by = decision.signed_at = None
    decision.save(update_fields=["submitted_at", "signed_by", "signed_at"])
    move(case, "return_to", actor=actor, at=at, on=today, data={"opinion": text})


def recall(*, case: Case, actor: Staff, at: datetime, today: date) -> None:
    """取回 a submitted draft that nobody has opened yet; the desk checks who opened what."""
    decision = current(case)
    decision.submitted_at = None
    decision.save(update_fields=["submitted_at"])
    move(case, "recall", actor=actor, at=at, on=today)


def current(case: Case) -> Decision:
    """Return the decision of the present round. :raises MissingFact: nothing has been drafted yet."""
    prefetch_related_objects([case], "decisions")
    decision: Decision | None = case.decision
    if decision is None:
        raise MissingFact("请先拟稿：选择答复结果并填写事实和理由。", field="outcome")
    return decision


def _approve(
    case: Case, actor: Staff, at: datetime, today: date, verb: str, step: Review.Step, opinion: str
) -> Decision:
    decision = current(case)
    if decision.submitted_at is None:
        raise WrongState("拟稿已被取回或者退回，请刷新页面。")
    _separate(decision, actor, step)
    Review.objects.create(
        decision=decision, step=step, verdict=Review.Verdict.APPROVE, opinion=opinion.strip(), reviewer=actor, at=at
    )
    move(case, verb, actor=actor, at=at, on=today, status=False, data={"opinion": opinion.strip()})
    return decision


def _separate(decision: Decision, actor: Staff, step: Review.Step) -> None:
    """Drafter ≠ reviewer ≠ signer, whatever posts one person holds."""
    if decision.drafted_by_id == actor.pk:
        raise NotAllowed(f"拟稿人不能对自己的拟稿进行{step.label}，请由其他人员办理。")
    if step == Review.Step.SIGN_OFF:
        reviewed = decision.reviews.filter(
            verdict=Review.Verdict.APPROVE, at__gte=decision.submitted_at, reviewer=actor
        ).exclude(step=Review.Step.SIGN_OFF)
        if reviewed.exists():
            raise NotAllowed("审查、审核人不能再签发同一件答复，请由其他负责人签发。")
