"""每日摘要: one line a working day to each person, with what lies on their desk. Missed, late or twice: still one."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from casework.acts import tell
from casework.law.states import CLOSED
from casework.lawbook import working_calendar
from casework.models import Case, NoticeWishes, Staff
from casework.now import SHANGHAI
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES
from casework.selectors import incoming
from casework.templatetags.display import weekday_cn
from workflow import board, inbox
from workflow.models import Step

log = logging.getLogger(__name__)
KIND = "digest"


def send(at: datetime, today: date) -> int:
    """Send today's digest to everybody whose hour has come; return how many were sent. Nothing on a rest day."""
    if not working_calendar().is_working(today):
        return 0
    _complete()
    clock = at.astimezone(SHANGHAI).time()
    waiting = Q(digested_on=None) | Q(digested_on__lt=today)
    due = NoticeWishes.objects.filter(waiting, digest=True, digest_at__lte=clock, staff__is_active=True)
    return sum(_send_one(row, at, today) for row in due.select_related("staff__organ", "staff__unit"))


def _complete() -> None:
    """Everybody at work has wishes of their own from now on: the row is what a digest is claimed by."""
    missing = Staff.objects.filter(is_active=True, postings__isnull=False, wishes=None).distinct()
    NoticeWishes.objects.bulk_create([NoticeWishes(staff=person) for person in missing], ignore_conflicts=True)


def _send_one(wishes: NoticeWishes, at: datetime, today: date) -> bool:
    """Claim the day and leave the line, both or neither."""
    with transaction.atomic():
        unclaimed = NoticeWishes.objects.filter(Q(digested_on=None) | Q(digested_on__lt=today), pk=wishes.pk)
        if not unclaimed.update(digested_on=today):
            return False
        text = summary(wishes.staff, today)
        if not text:
            return False
        tell.tell([wishes.staff], None, text, kind=KIND, at=at, once_key=f"{KIND}:{today}")
        if wishes.by_email and wishes.staff.email and settings.EMAIL_HOST:
            transaction.on_commit(lambda: _mail(wishes.staff.email, text, today))
    return True


def summary(person: Staff, today: date) -> str:
    """What waits for this person today; '' where nothing does."""
    counts = inbox.counts(person)
    mine = Step.objects.filter(inbox.mine(person))
    open_mine = mine.exclude(case__status__in=[status.value for status in CLOSED])
    parts = [
        _part("待办", counts.to_do),
        _part("待领", counts.to_claim),
        _part("其中今天到期", open_mine.filter(case__warn_on__lte=today, case__due_on__gte=today).count()),
        _part("已逾期", open_mine.filter(case__due_on__lt=today).count()),
        _part("环节超时", mine.filter(due_on__lt=today).count()),
        _part("待登记来件", incoming.waiting(person).count()),
        _part("督办待办", inbox.orders(person).count()),
        *_whole(person, today),
    ]
    said = "，".join(part for part in parts if part)
    return f"{today.month}月{today.day}日（{weekday_cn(today)}）摘要：{said}。" if said else ""


def _whole(person: Staff, today: date) -> list[str]:
    """For heads and supervision: what is late in the whole of what they answer for."""
    roles = {post.role for post in person.posts}
    if not roles & ({"head", "unit_head"} | DISTRICT_ROLES):
        return []
    scope = "全区" if roles & DISTRICT_ROLES else "本机关" if roles & ORGAN_ROLES else "本科室"
    cases = Case.objects.filter(board.answers_for(person)).open()
    steps = Step.objects.filter(inbox.OPEN, due_on__lt=today, case__in=cases)
    return [
        _part(f"{scope}逾期", cases.filter(due_on__lt=today).count()),
        _part(f"{scope}环节超时", steps.count()),
    ]


def _part(label: str, number: int) -> str:
    return f"{label} {number} 件" if number else ""


def _mail(address: str, text: str, today: date) -> None:
    """The same line by mail where the office has a mail server; a server that is down costs nobody the bell."""
    try:
        link = f"{settings.SITE_URL}{reverse('workbench')}" if settings.SITE_URL else ""
        send_mail(f"依申请公开待办摘要 {today}", f"{text}\n{link}", settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as error:
        log.warning("digest mail to %s failed: %s", address, error)
