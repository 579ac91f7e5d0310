"""由依申请公开转为主动公开: propose, review, publish (Art. 44; T15)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.acts import checks
from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.law.limits import limit
from casework.lawbook import law_settings, working_calendar
from casework.models import CaseFact, Organ, PublicationProposal, Staff

FEWEST_APPLICANTS = 2
State = PublicationProposal.State


@transaction.atomic
def propose(*, actor: Staff, at: datetime, organ: Organ, case_id: int, reason: str) -> PublicationProposal:
    """Several applicants asked for the same information and it can be public: propose to publish it (Art. 44(1)).

    :param case_id: one of the requests; what is equal to its summary is the same information.
    :raises MissingFact: fewer than two applicants, no reason. :raises WrongState: it has been proposed already.
    """
    _may(actor, organ, {"intake", "head", "legal"})
    fact = CaseFact.objects.select_related("case").filter(pk=case_id, organ=organ).first()
    if fact is None or not fact.subject:
        raise BadValue("没有这一件申请，请刷新页面。", field="case")
    same = CaseFact.objects.filter(organ=organ, subject=fact.subject)
    applicants = same.exclude(person="").values("person").distinct().count()
    if applicants < FEWEST_APPLICANTS:
        raise MissingFact(f"只有 {applicants} 个申请人申请过该信息，不属于多个申请人申请相同信息。", field="case")
    Organ.objects.select_for_update().get(pk=organ.pk)
    if PublicationProposal.objects.filter(organ=organ, subject=fact.subject).exclude(state=State.DECLINED).exists():
        raise WrongState("该信息已经提出过主动公开建议，请在列表中查看。")
    proposal = PublicationProposal.objects.create(
        organ=organ, subject=fact.subject, title=fact.case.title, requests=same.count(), applicants=applicants,
        reason=checks.reason(reason, "主动公开建议", field="reason")[:500], proposed_by=actor, proposed_at=at,
    )  # fmt: skip
    _record("propose_publication", proposal, actor, at)
    return proposal


@transaction.atomic
def review(
    *, actor: Staff, at: datetime, today: date, proposal_id: int, accept: bool, opinion: str
) -> PublicationProposal:
    """The organ reviews whether the information can be public; if so it is published in time (Art. 44(2)).

    :raises NotAllowed: not the head, or the one who proposed it. :raises WrongState: reviewed already.
    """
    proposal = _locked(proposal_id)
    _may(actor, proposal.organ, {"head"})
    if proposal.proposed_by_id == actor.pk:
        raise NotAllowed("提出人不能审查自己的建议，请由另一位负责人审查。")
    if proposal.state != State.PROPOSED:
        raise WrongState(f"该建议现为“{proposal.get_state_display()}”，不能再审查。")
    if not accept and not opinion.strip():
        raise MissingFact("不予采纳须写明理由。", field="opinion")
    proposal.state = State.ACCEPTED if accept else State.DECLINED
    proposal.reviewed_by, proposal.reviewed_at, proposal.opinion = actor, at, opinion.strip()[:500]
    proposal.publish_by = _publish_by(today) if accept else None
    proposal.save()
    _record("review_publication", proposal, actor, at)
    return proposal


@transaction.atomic
def publish(
    *, actor: Staff, at: datetime, today: date, proposal_id: int, published_on: date, column: str, address: str = ""
) -> PublicationProposal:
    """The information has been published: when and in which column; later requests are told where it is (Art. 36(1)).

    :raises WrongState: not accepted. :raises MissingFact: no column. :raises BadValue: a day to come.
    """
    proposal = _locked(proposal_id)
    _may(actor, proposal.organ, {"intake", "head"})
    if proposal.state != State.ACCEPTED or proposal.reviewed_at is None:
        raise WrongState(f"该建议现为“{proposal.get_state_display()}”，不能登记公开。")
    if not column.strip():
        raise MissingFact("请填写公开的栏目。", field="column")
    day = checks.past_date(published_on, today=today, not_before=None, field="published_on")
    proposal.published_on, proposal.column, proposal.address = day, column.strip()[:100], address.strip()[:300]
    proposal.state = State.PUBLISHED
    proposal.save()
    _record("publish_information", proposal, actor, at)
    return proposal


def _publish_by(reviewed_on: date) -> date:
    """T15: "及时"; Art. 44(2) has no number, Art. 26 gives twenty working days for what is public anyway."""
    return limit("T15", reviewed_on, working_calendar(), law_settings()).due


def _locked(proposal_id: int) -> PublicationProposal:
    found = PublicationProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None:
        raise BadValue("没有这条建议，请刷新页面。", field="proposal")
    return found


def _may(actor: Staff, organ: Organ, roles: set[str]) -> None:
    """The organ's own people in these roles, or district supervision."""
    for post in actor.posts:
        if post.role == "supervisor" or (post.organ_id == organ.pk and post.role in roles):
            return
    raise NotAllowed("主动公开建议由本机关政府信息公开工作机构办理，您没有此项权限。")


def _record(verb: str, proposal: PublicationProposal, actor: Staff, at: datetime) -> None:
    data = {"proposal": proposal.pk, "organ": proposal.organ.code, "title": proposal.title, "state": proposal.state}
    record(case=None, verb=verb, actor=actor, at=at, data=data)
