"""征求意见: letters to third parties and other organs, side by side; their time is not counted (Arts 32–34)."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, WrongState
from casework.law.limits import limit
from casework.law.states import Status
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Consultation, Staff


def consult(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    kind: str,
    party: str,
    subject: str,
    interest: str = "",
    way: str = Consultation.Way.POST.value,
    sent_on: date | None = None,
    received_on: date | None = None,
    applicant_told_on: date | None = None,
) -> Consultation:
    """Ask in writing; the party has 15 working days from *its* receipt (Arts 32, 34).

    :param interest: what of a third party disclosure could harm (Art. 15); its inquiry must say it.
    """
    if not party.strip() or not subject.strip():
        raise MissingFact("请填写征求对象和需要征求意见的信息。", field="party" if not party.strip() else "subject")
    sent = checks.past_date(sent_on or today, today=today, not_before=case.received_on, field="sent_on")
    row = Consultation.objects.create(
        case=case,
        round_no=case.round_no,
        kind=kind,
        party=party.strip(),
        subject=subject.strip(),
        interest=interest.strip(),
        way=way,
        sent_on=sent,
        received_on=checks.past_date(received_on, today=today, not_before=sent, field="received_on"),
        applicant_told_on=checks.past_date(applicant_told_on, today=today, not_before=sent, field="applicant_told_on"),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"consultation": row.pk, "kind": kind, "party": row.party, "received_on": received_on}
    move(case, "consult", actor=actor, at=at, on=sent, data=data)
    return row


def close_consultation(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    consultation_id: int,
    opinion: str,
    received_on: date | None = None,
    opinion_on: date | None = None,
    opinion_text: str = "",
    grounds_reasonable: bool | None = None,
) -> None:
    """Enter the answer of one party, or its silence; the case goes on when no consultation is open any more.

    Silence is consent only for a co-issuing organ (Art. 34); for a third party the organ decides (Art. 32). An opinion
    that turns up after the party was taken for silent is entered in place of the silence.

    :raises BadValue: dates that contradict each other; a co-issuing organ after its period, which has consented.
    :raises WrongState: already closed.
    """
    row = Consultation.objects.filter(case=case, round_no=case.round_no, pk=consultation_id).first()
    if row is None or (row.closed_on is not None and row.opinion != Consultation.Opinion.SILENT):
        raise WrongState("这项征求意见已经结束，请刷新页面。")
    if row.closed_on is not None:
        _instead_of_silence(row, opinion, opinion_on)
    row.received_on = checks.past_date(
        received_on or row.received_on, today=today, not_before=row.sent_on, field="received_on"
    )
    if opinion == Consultation.Opinion.SILENT:
        if row.received_on is None:
            raise MissingFact(
                "对方收到征求意见书的日期不明，不能认定逾期未提出意见。请先核实并填写收到日。", field="received_on"
            )
        _heard_out(row, today)
        opinion_on = None
    elif opinion_on is None:
        raise MissingFact("请填写收到意见的日期。", field="opinion_on")
    elif row.received_on and opinion_on < row.received_on:
        raise BadValue("收到意见的日期早于对方收到征求意见书的日期，请核对。", field="opinion_on")
    if (
        opinion in (Consultation.Opinion.REFUSE, Consultation.Opinion.PARTLY)
        and grounds_reasonable is None
        and row.kind == Consultation.Kind.THIRD_PARTY
    ):
        raise MissingFact("第三方不同意公开的，请认定其理由是否合理（第三十二条）。", field="grounds_reasonable")
    row.opinion_on = checks.past_date(opinion_on, today=today, not_before=row.sent_on, field="opinion_on")
    row.opinion, row.opinion_text = opinion, opinion_text.strip()
    row.grounds_reasonable, row.closed_on = grounds_reasonable, today
    row.save()
    still_open = Consultation.objects.filter(case=case, round_no=case.round_no, closed_on=None).exists()
    data = {"consultation": row.pk, "opinion": opinion, "opinion_on": row.opinion_on, "still_open": still_open}
    moves = case.status == Status.CONSULTING and not still_open
    move(case, "close_consultation", actor=actor, at=at, on=today, data=data, status=moves)


def check_heard(case: Case) -> None:
    """No answer goes to review while a party may still speak (Arts 32, 34). :raises WrongState: one is still asked."""
    row = Consultation.objects.filter(case=case, round_no=case.round_no, closed_on=None).first()
    if row is not None:
        raise WrongState(f"向{row.party}征求意见尚未结束，请先登记征求意见结果。", article="条例第三十二条、第三十四条")


def _instead_of_silence(row: Consultation, opinion: str, opinion_on: date | None) -> None:
    """What may still be entered for a party that was taken for silent."""
    if opinion == Consultation.Opinion.SILENT:
        raise WrongState("这项征求意见已登记为逾期未提出意见，请刷新页面。")
    if row.kind != Consultation.Kind.CO_ISSUER or row.received_on is None or opinion_on is None:
        return
    last = limit("T07", row.received_on, working_calendar(), law_settings()).due
    if opinion_on > last:
        raise BadValue(
            f"共同制作机关至 {last} 未提出意见，已视为同意公开；之后提出的意见请用“登记沟通”记录。",
            article="条例第三十四条", field="opinion_on",
        )  # fmt: skip


def _heard_out(row: Consultation, today: date) -> None:
    """A party with 15 working days (Arts 32, 34) is silent only once they have passed; Art. 11 sets no such period."""
    if row.kind == Consultation.Kind.ORGAN or row.received_on is None:
        return
    last = limit("T06", row.received_on, working_calendar(), law_settings()).due
    if today <= last:
        raise WrongState(
            f"对方提出意见的期限至 {last} 届满，届满前不能认定逾期未提出意见。", article="条例第三十二条、第三十四条"
        )


def override_objection(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    consultation_id: int,
    reason: str,
    party_told_on: date | None = None,
    wait_wd: int | None = None,
) -> None:
    """决定公开: the public interest outweighs the objection; the third party is told what and why, in writing, first.

    Disclosure waits ``wait_wd`` working days after the telling, so that the third party can seek its remedy
    (Arts 15, 32).

    :raises WrongState: no third party has objected.
    """
    row = Consultation.objects.filter(
        case=case, round_no=case.round_no, pk=consultation_id, kind=Consultation.Kind.THIRD_PARTY,
        opinion__in=(Consultation.Opinion.REFUSE, Consultation.Opinion.PARTLY),
    ).first()  # fmt: skip
    if row is None:
        raise WrongState("没有第三方不同意公开的意见，不需要作出这项决定。")
    days = law_settings().override_wait_wd if wait_wd is None else wait_wd
    if not 0 <= days <= 60:
        raise BadValue("告知第三方后等待的时间请填 0 至 60 个工作日。", field="wait_wd")
    row.override_reason = checks.reason(reason, "决定公开", field="reason")
    row.overridden_by, row.overridden_on = actor, today
    row.party_told_on = checks.past_date(party_told_on, today=today, not_before=row.opinion_on, field="party_told_on")
    row.disclose_after = working_calendar().nth_working_day_after(row.party_told_on or today, days) if days else None
    row.save(
        update_fields=["override_reason", "overridden_by", "overridden_on", "party_told_on", "disclose_after"]
    )  # fmt: skip
    data = {"consultation": row.pk, "reason": row.override_reason[:200], "disclose_after": row.disclose_after}
    move(case, "override_objection", actor=actor, at=at, on=today, status=False, data=data)


def told(*, case: Case, on: date, about: int) -> None:
    """The notice of disclosure went out on this day; without an earlier day on record the wait counts from it."""
    row = Consultation.objects.filter(case=case, round_no=case.round_no, pk=about, party_told_on=None).first()
    if row is None:
        return
    if row.disclose_after is not None and row.overridden_on is not None:
        days = working_calendar().working_days_between(row.overridden_on, row.disclose_after)
        row.disclose_after = working_calendar().nth_working_day_after(on, days)
    row.party_told_on = on
    row.save(update_fields=["party_told_on", "disclose_after"])


def untold(*, case: Case, on: date, about: int) -> None:
    """The notice of disclosure never left: the party's days count again from the decision until it is told."""
    row = Consultation.objects.filter(case=case, round_no=case.round_no, pk=about, party_told_on=on).first()
    if row is None:
        return
    if row.disclose_after is not None and row.overridden_on is not None:
        days = working_calendar().working_days_between(on, row.disclose_after)
        row.disclose_after = working_calendar().nth_working_day_after(row.overridden_on, days)
    row.party_told_on = None
    row.save(update_fields=["party_told_on", "disclose_after"])


def applicant_untold(*, case: Case, on: date) -> None:
    """The notice that told the applicant of the consultation on this day never left."""
    asked = Consultation.objects.filter(case=case, round_no=case.round_no, applicant_told_on=on)
    asked.update(applicant_told_on=None)


def applicant_told(*, case: Case, on: date) -> None:
    """The applicant was told on this day that opinions are asked for (F15)."""
    asked = Consultation.objects.filter(case=case, round_no=case.round_no, applicant_told_on=None)
    asked.filter(sent_on__lte=on).update(applicant_told_on=on)
