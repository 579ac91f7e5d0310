"""督办: the district office issues an order, the unit signs for it and answers, the office closes it (Art. 47).

The steps are those of ``order_table.TABLE``. Each is one transaction: lock the order, check that this person may, check
the facts, change, record on the chain of the case (or of the system, where the order is about no single case).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from casework.acts import checks, files, numbers, tell
from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, Stale, WrongState
from casework.law.states import ROLES
from casework.lawbook import working_calendar
from casework.models import Case, Organ, Posting, Staff, Unit
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES
from workflow.models import OrderAnswer, OrderFile, SupervisionOrder
from workflow.order_table import KINDS, LEVELS, RISING, VERBS, State, permitted, roles_of, step
from workflow.papers import orders as order_paper

FILES_MOST = 10


@dataclass(frozen=True)
class Upload:
    """A file somebody sent: what it is called and its bytes."""

    name: str
    content: IO[bytes]


def roles_on(actor: Staff, order: SupervisionOrder) -> set[str]:
    """The roles this person holds with regard to this order."""
    return {
        post.role
        for post in actor.posts
        if post.role in DISTRICT_ROLES
        or (post.role in ORGAN_ROLES and post.organ_id == order.organ_id)
        or (post.role in UNIT_ROLES and order.unit_id is not None and post.unit_id == order.unit_id)
    }


def verbs_of(actor: Staff, order: SupervisionOrder) -> list[str]:
    """What this person may do with the order now, in the order of the table."""
    allowed = {verb for role in roles_on(actor, order) for verb in permitted(role, State(order.state))}
    return [verb for verb in VERBS if verb in allowed]


def _require(actor: Staff, verb: str, order_id: int) -> SupervisionOrder:
    """Fetch and lock the order and authorise the step.

    :raises NotFound: none that this person sees. :raises NotAllowed, WrongState: the table does not let them.
    """
    rows = SupervisionOrder.objects.visible_to(actor).select_for_update(of=("self",))
    order = rows.select_related("case", "organ", "unit").filter(pk=order_id).first()
    if order is None:
        raise NotFound("没有找到该督办事项，或者您无权查看。")
    held = roles_on(actor, order)
    if not held & roles_of(verb):
        names = "、".join(ROLES[role] for role in ROLES if role in roles_of(verb) and role != "system")
        raise NotAllowed(f"“{VERBS[verb]}”由{names}办理，您没有此项权限。")
    row = step(State(order.state), verb)
    if row is None or not held & set(row.roles):
        raise WrongState(f"该督办事项现为“{order.get_state_display()}”，不能“{VERBS[verb]}”。请刷新页面查看最新状态。")
    return order


def _move(order: SupervisionOrder, verb: str, *changed: str) -> None:
    """Take the step of the table; nothing else writes the state."""
    source = order.state
    row = step(State(source), verb)
    assert row is not None, "authorised before"
    order.state = row.target.value
    if not SupervisionOrder.objects.filter(pk=order.pk, state=source).exists():
        raise Stale("该督办事项已被他人办理，请刷新页面。")
    order.save(update_fields=["state", *changed])


def _record(order: SupervisionOrder, verb: str, *, actor: Staff, at: datetime, on: date, **data: Any) -> None:
    told = {"order": order.pk, "kind": order.kind, "number": order.number, "unit": order.addressee} | data
    record(case=order.case, verb=f"order_{verb}", actor=actor, at=at, on=on, data=told)


@transaction.atomic
def issue(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    kind: str,
    findings: str,
    demands: str,
    answer_by: date,
    level: str = "plain",
    case_id: int | None = None,
    organ: Organ | None = None,
    unit: Unit | None = None,
) -> SupervisionOrder:
    """下达: the district office orders in writing what is to be done and by when (Art. 47).

    An order about a case goes to the unit that has it, or where none has it yet to the organ that answers.

    :raises NotAllowed: not district supervision. :raises MissingFact, BadValue: what the paper would lack.
    """
    if not any(post.role in roles_of("issue") for post in actor.posts):
        raise NotAllowed("督办由督查人员下达，您没有此项权限。")
    case = _case_of(kind, case_id, actor)
    unit = unit or (case.unit if case and organ is None else None)
    receiver = unit.organ if unit else organ or (case.organ if case else None)
    if receiver is None:
        raise MissingFact("请选择被督办的机关或者科室。", field="organ")
    order = SupervisionOrder(
        kind=kind, level=level, state=State.PROPOSED.value, case=case, organ=receiver, unit=unit, proposed_on=today
    )
    return _send(order, actor=actor, at=at, today=today, findings=findings, demands=demands, answer_by=answer_by)


@transaction.atomic
def issue_proposed(
    *, actor: Staff, at: datetime, today: date, order_id: int, findings: str, demands: str, answer_by: date, level: str
) -> SupervisionOrder:
    """下达 what a rule has proposed, as it stands or changed by the office."""
    order = _require(actor, "issue", order_id)
    order.level = level
    return _send(order, actor=actor, at=at, today=today, findings=findings, demands=demands, answer_by=answer_by)


def _case_of(kind: str, case_id: int | None, actor: Staff) -> Case | None:
    if kind not in KINDS:
        raise BadValue("没有这种督办文书，请从列表中选择。", field="kind")
    if case_id is None:
        if KINDS[kind].about_case:
            raise MissingFact(f"{KINDS[kind].label}针对一件办件，请填写受理编号。", field="case_number")
        return None
    case = Case.objects.visible_to(actor).select_related("organ", "unit__organ").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    if not case.is_open and KINDS[kind].about_case:
        raise WrongState(f"{case.case_number} 已经办结，不能{KINDS[kind].label[:-1]}。")
    return case


def _send(
    order: SupervisionOrder, *, actor: Staff, at: datetime, today: date, findings: str, demands: str, answer_by: date
) -> SupervisionOrder:
    order.findings = checks.reason(findings, "督办", field="findings")
    if not demands.strip():
        raise MissingFact("请写明督办要求，每行一项。", field="demands")
    order.demands = demands.strip()
    if answer_by < today:
        raise BadValue("反馈期限不能早于今天。", field="answer_by")
    if order.level not in LEVELS:
        raise BadValue("级别请从列表中选择。", field="level")
    order.answer_by, order.issued_by, order.issued_at = answer_by, actor, at
    order.issuer = next(post.organ for post in actor.posts if post.role in roles_of("issue"))
    serial = numbers.take(organ=order.issuer, year=today.year, kind="order")
    order.number = f"{order.issuer.number_word}督〔{today.year}〕{serial}号"
    if order.pk is None:
        order.save(force_insert=True)
    order.stored, order.sha256 = order_paper.freeze(order, today=today)
    _move(
        order, "issue", "level", "findings", "demands", "answer_by", "issued_by", "issued_at", "issuer", "number",
        "stored", "sha256",
    )  # fmt: skip
    _record(order, "issue", actor=actor, at=at, on=today, answer_by=answer_by, sha256=order.sha256)
    _tell(order, _addressees(order), at, f"请签收{order}，{_day(answer_by)}前反馈")
    return order


@transaction.atomic
def dismiss(*, actor: Staff, at: datetime, today: date, order_id: int, reason: str) -> SupervisionOrder:
    """不予采用: what a rule proposed is not needed; the reason is kept, the rule does not propose it again."""
    order = _require(actor, "dismiss", order_id)
    order.closing = checks.reason(reason, "不予采用", field="reason")[:500]
    order.closed_by, order.closed_at = actor, at
    _move(order, "dismiss", "closing", "closed_by", "closed_at")
    _record(order, "dismiss", actor=actor, at=at, on=today, text=order.closing)
    return order


@transaction.atomic
def sign(*, actor: Staff, at: datetime, today: date, order_id: int) -> SupervisionOrder:
    """签收: the unit has the order; who and when is on record."""
    order = _require(actor, "sign", order_id)
    order.signed_by, order.signed_at = actor, at
    _move(order, "sign", "signed_by", "signed_at")
    _record(order, "sign", actor=actor, at=at, on=today)
    return order


@transaction.atomic
def answer(
    *, actor: Staff, at: datetime, today: date, order_id: int, text: str, uploads: Sequence[Upload] = ()
) -> OrderAnswer:
    """回复: what was done about every demand, with the papers that show it.

    :raises MissingFact: no text. :raises BadValue: a file the office does not accept; nothing is kept then.
    """
    order = _require(actor, "answer", order_id)
    if not text.strip():
        raise MissingFact("请写明办理情况。", field="text")
    if len(uploads) > FILES_MOST:
        raise BadValue(f"一次最多上传 {FILES_MOST} 个文件。", field="uploads")
    late = order.answer_by is not None and today > order.answer_by
    row = OrderAnswer.objects.create(order=order, text=text.strip(), by=actor, at=at, late=late)
    kept = [_keep(row, upload) for upload in uploads]
    _move(order, "answer")
    _record(order, "answer", actor=actor, at=at, on=today, late=late, files=[file.sha256 for file in kept])
    _tell(order, {order.issued_by_id} if order.issued_by_id else set(), at, f"{order.addressee} 已回复{order}")
    return row


def _keep(row: OrderAnswer, upload: Upload) -> OrderFile:
    """Store one file; a rollback leaves at most an orphan file, never a row without one."""
    content = upload.content.read(settings.ATTACHMENT_MAX_BYTES + 1)
    name = files.clean_name(upload.name)
    try:
        found = files.judge(content, name)
    except BadValue as fault:
        raise BadValue(fault.message, field="uploads") from fault
    stored = f"{row.order_id}/{secrets.token_hex(12)}"
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return OrderFile.objects.create(
        answer=row, name=name, stored=stored, media_type=found.media_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def path_of(stored: str) -> Path:
    """Where a file of an order lies: the paper or what came with an answer."""
    return Path(settings.FILES_DIR) / "orders" / stored


@transaction.atomic
def return_to(
    *, actor: Staff, at: datetime, today: date, order_id: int, reason: str, answer_by: date
) -> SupervisionOrder:
    """退回重报: the answer does not meet the demands; the unit answers again by a new date."""
    order = _require(actor, "return_to", order_id)
    if answer_by < today:
        raise BadValue("新的反馈期限不能早于今天。", field="answer_by")
    last = order.answers.latest("id")
    last.returned_reason, last.returned_at = checks.reason(reason, "退回", field="reason")[:500], at
    last.save(update_fields=["returned_reason", "returned_at"])
    order.answer_by, order.rise = answer_by, 0
    _move(order, "return_to", "answer_by", "rise")
    _record(order, "return", actor=actor, at=at, on=today, text=last.returned_reason, answer_by=answer_by)
    _tell(order, _addressees(order), at, f"{order}的回复被退回，{_day(answer_by)}前重报")
    return order


@transaction.atomic
def close(*, actor: Staff, at: datetime, today: date, order_id: int, opinion: str = "") -> SupervisionOrder:
    """办结, on an answer only: the table knows no other way here."""
    order = _require(actor, "close", order_id)
    order.closed_by, order.closed_at, order.closing = actor, at, opinion.strip()[:500]
    _move(order, "close", "closed_by", "closed_at", "closing")
    _record(order, "close", actor=actor, at=at, on=today, text=order.closing)
    _tell(order, _addressees(order), at, f"{order}已办结")
    return order


def chase(at: datetime, today: date, *, system: Staff) -> int:
    """Let every unanswered order rise a step when its day has come; return how many rose. Twice or by four: once."""
    risen = 0
    for order in SupervisionOrder.objects.unanswered(today).filter(rise__lt=len(RISING)).order_by("answer_by", "id"):
        reached = _reached(order, today)
        if reached > order.rise and _rise(order.pk, reached, at=at, today=today, system=system):
            risen += 1
    return risen


def _reached(order: SupervisionOrder, today: date) -> int:
    """Which step an order stands on ``today``, by the working days since its date; a red one is at the last at once."""
    assert order.answer_by is not None
    late = working_calendar().working_days_between(order.answer_by, today)
    due = sum(late >= days for days, _, _ in RISING)
    return len(RISING) if due and order.level == "red" else due


@transaction.atomic
def _rise(order_id: int, to: int, *, at: datetime, today: date, system: Staff) -> bool:
    order = SupervisionOrder.objects.select_for_update(of=("self",)).select_related("case", "organ", "unit").get(
        pk=order_id
    )  # fmt: skip
    if order.rise >= to or step(State(order.state), "escalate") is None:
        return False
    _, roles, card = RISING[to - 1]
    order.rise = to
    order.level = "red" if order.level == "red" else card
    order.save(update_fields=["rise", "level"])
    _record(order, "escalate", actor=system, at=at, on=today, level=order.level)
    text = f"{order}逾期未回复（{_day(order.answer_by)}到期），已升级为{LEVELS[order.level]}"
    _tell(order, _people(order, roles) | _addressees(order), at, text, f"order:{order.pk}:{order.answer_by}:{to}")
    return True


def _addressees(order: SupervisionOrder) -> set[int]:
    """Those who may answer: the unit's people, or where no unit is named the heads and clerks of the organ."""
    roles = roles_of("answer") | roles_of("sign")
    scope = Q(organ=order.organ_id, role__in=roles & ORGAN_ROLES)
    if order.unit_id:
        scope = Q(unit=order.unit_id, role__in=roles & UNIT_ROLES)
    return set(_posted(scope))


def _people(order: SupervisionOrder, roles: Sequence[str]) -> set[int]:
    scope = Q(pk__in=[])
    for role in roles:
        if role == "office_head":
            scope |= Q(role="head", organ__is_district_office=True)
        elif role in DISTRICT_ROLES:
            scope |= Q(role=role)
        elif role in UNIT_ROLES:
            scope |= Q(role=role, unit=order.unit_id, unit__isnull=False)
        else:
            scope |= Q(role=role, organ=order.organ_id)
    return set(_posted(scope))


def _posted(scope: Q) -> list[int]:
    return list(Posting.objects.filter(scope, staff__is_active=True).values_list("staff_id", flat=True))


def _tell(order: SupervisionOrder, people: set[int], at: datetime, text: str, once_key: str = "") -> None:
    about = f"（{order.case.case_number}）" if order.case else ""
    tell.tell(people, order.case, f"{text}{about}", kind="order", at=at, once_key=once_key)


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""
