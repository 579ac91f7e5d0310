"""人员管理: who works here, in which posts, and whether they may sign in; the administrator's acts, each on record.

Drafter, reviewer and signer are never one person in one case, so posts combine freely; the administrator's does not,
because an administrator sees no content of cases (个保法第五十一条, law.md §5.1). Nobody changes their own account but
for the password. The history names whom and what, never a password.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.states import ROLES
from casework.models import CaseEvent, Organ, Posting, Staff, Unit
from casework.models.visibility import UNIT_ROLES

ADMINISTRATOR = "sysadmin"
# What a person may hold; the timers' role is nobody's, ``assistant`` comes with a request for help.
OFFERED: dict[str, str] = {code: name for code, name in ROLES.items() if code not in {"assistant", "system"}}
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another when read out or written down
CREATED = "staff_create"
SYSTEM_USERNAME = "system"  # the actor of timers


def may_administer(actor: Staff) -> bool:
    return actor.is_active and actor.holds(ADMINISTRATOR)


def check_may_administer(actor: Staff) -> None:
    """:raises NotAllowed: not an administrator."""
    if not may_administer(actor):
        raise NotAllowed("人员和任职由系统管理员维护，您没有此项权限。")


def check_may_change(actor: Staff, staff_id: int) -> None:
    """:raises NotAllowed: not an administrator, or the account is the actor's own."""
    check_may_administer(actor)
    if staff_id == actor.pk:
        raise NotAllowed("不能改动自己的任职和账号状态，请由另一位系统管理员办理；密码请在账户菜单中修改。")


@transaction.atomic
def create(
    *, actor: Staff, at: datetime, name: str, username: str, role: str, organ: Organ, unit: Unit | None = None
) -> tuple[Staff, str]:
    """Enter a person with their first post; return them with the one-time password, which is kept nowhere.

    :raises BadValue: the user name is taken or ill-formed, or the post cannot be held so. :raises MissingFact: no name.
    """
    check_may_administer(actor)
    return _enter(actor, at, name, username, role, organ, unit)


@transaction.atomic
def first_administrator(*, at: datetime, name: str, username: str, organ: Organ) -> tuple[Staff, str]:
    """Enter the administrator nobody could enter, and the account the timers act by, which nobody can sign in to.

    :raises WrongState: there is an administrator who can sign in.
    """
    others = Staff.objects.filter(is_active=True, postings__role=ADMINISTRATOR)
    if other := others.first():
        raise WrongState(f"已有系统管理员{other.name}（{other.username}），其他账号请由其在“人员管理”中建立。")
    ensure_system(organ)
    return _enter(None, at, name, username, ADMINISTRATOR, organ, None)


def ensure_system(organ: Organ) -> None:
    """Make the account of the timers where there is none."""
    system, made = Staff.objects.get_or_create(username=SYSTEM_USERNAME, defaults={"name": "系统"})
    if made:
        system.set_unusable_password()
        system.save(update_fields=["password"])
    if not system.postings.filter(role="system").exists():
        Posting.objects.create(staff=system, role="system", organ=organ)


@transaction.atomic
def rescue_administrator(*, at: datetime, username: str) -> tuple[Staff, str]:
    """A new one-time password for an administrator whom no other can help; said at the machine, so by nobody named.

    :raises NotFound: no administrator of that name, or deactivated.
    """
    found = Staff.objects.select_for_update().filter(username=username, is_active=True).first()
    if found is None or not found.holds(ADMINISTRATOR):
        raise NotFound(f"没有账号为“{username}”的在用系统管理员。")
    password = _one_time(found)
    found.save(update_fields=["password", "must_change_password"])
    _record("staff_reset_password", found, None, at)
    return found, password


def _enter(
    actor: Staff | None, at: datetime, name: str, username: str, role: str, organ: Organ, unit: Unit | None
) -> tuple[Staff, str]:
    name, username = " ".join(name.split()), username.strip().lower()
    if not name:
        raise MissingFact("请填写姓名。", field="name")
    if not USERNAME.fullmatch(username):
        raise BadValue("账号用 3 至 30 个小写字母、数字、点或者横线，以字母或者数字开头。", field="username")
    if Staff.objects.filter(username__iexact=username).exists():
        raise BadValue(f"账号“{username}”已有人使用，请另取一个。", field="username")
    _check_post(role, organ, unit)
    person = Staff(name=name[:30], username=username, organ=organ, unit=unit)
    password = _one_time(person)
    person.save()
    post = Posting.objects.create(staff=person, role=role, organ=organ, unit=unit if role in UNIT_ROLES else None)
    _record(CREATED, person, actor, at, post)
    return person, password


@transaction.atomic
def add_post(
    *, actor: Staff, at: datetime, staff_id: int, role: str, organ: Organ, unit: Unit | None = None
) -> Posting:
    """Give a person one more post.

    :raises BadValue: held already, not to be combined, or impossible for this organ. :raises NotAllowed: their own.
    """
    person = _locked(actor, staff_id)
    _check_post(role, organ, unit)
    held = list(person.postings.all())
    _check_combination({post.role for post in held} | {role})
    unit = unit if role in UNIT_ROLES else None
    if any((post.role, post.organ_id, post.unit) == (role, organ.pk, unit) for post in held):
        raise BadValue("该人员已任此职，不必重复增加。", field="role")
    post = Posting.objects.create(staff=person, role=role, organ=organ, unit=unit)
    if not held:
        _seat(person, post)
    _record("staff_add_post", person, actor, at, post)
    return post


@transaction.atomic
def end_post(*, actor: Staff, at: datetime, staff_id: int, posting_id: int, cases: list[str]) -> Staff:
    """End a post; the history keeps that it was held.

    :param cases: the numbers of the open cases that lay with the person in this post, as the administrator was shown.
    """
    person = _locked(actor, staff_id)
    post = person.postings.select_related("organ", "unit__organ").filter(pk=posting_id).first()
    if post is None:
        raise WrongState("该任职已经结束。请刷新页面。")
    _record("staff_end_post", person, actor, at, post, cases=cases)
    post.delete()
    rest = list(person.postings.order_by("id"))
    if rest and person.organ_id not in {other.organ_id for other in rest}:
        _seat(person, rest[0])
    return person


@transaction.atomic
def deactivate(*, actor: Staff, at: datetime, staff_id: int, cases: list[str]) -> Staff:
    """Close the account: no sign-in, and every session ends. Nobody is deleted, because the history names people.

    :param cases: as for ``end_post``. :raises WrongState: deactivated already.
    """
    person = _locked(actor, staff_id)
    if not person.is_active:
        raise WrongState("该账号已经停用。请刷新页面。")
    person.is_active = False
    person.save(update_fields=["is_active"])
    _record("staff_deactivate", person, actor, at, cases=cases)
    return person


@transaction.atomic
def reactivate(*, actor: Staff, at: datetime, staff_id: int) -> tuple[Staff, str]:
    """Open the account again, with a one-time password: the old one and its sessions stay dead."""
    person = _locked(actor, staff_id)
    if person.is_active:
        raise WrongState("该账号没有停用。请刷新页面。")
    person.is_active, password = True, _one_time(person)
    person.save(update_fields=["is_active", "password", "must_change_password"])
    _record("staff_reactivate", person, actor, at)
    return person, password


@transaction.atomic
def reset_password(*, actor: Staff, at: datetime, staff_id: int) -> tuple[Staff, str]:
    """Set a one-time password; the sessions of the person end with the old one. :raises WrongState: deactivated."""
    person = _locked(actor, staff_id)
    if not person.is_active:
        raise WrongState("该账号已停用，请先恢复启用（同时给出一次性密码）。")
    password = _one_time(person)
    person.save(update_fields=["password", "must_change_password"])
    _record("staff_reset_password", person, actor, at)
    return person, password


@transaction.atomic
def change_password(*, actor: Staff, at: datetime, password: str) -> None:
    """A person sets their own password; the form has checked the old one and the rules."""
    actor.set_password(password)
    actor.must_change_password = False
    actor.save(update_fields=["password", "must_change_password"])
    _record("staff_change_password", actor, actor, at)


def history(person: Staff, most: int = 30) -> list[CaseEvent]:
    """What was done to this account, the latest first."""
    events = CaseEvent.objects.filter(case=None, verb__startswith="staff_", data__staff=person.pk)
    return list(events.select_related("actor__organ", "actor__unit__organ").order_by("-id")[:most])


# -- what the acts share ----------------------------------------------------------------------------------------------


def _locked(actor: Staff, staff_id: int) -> Staff:
    """The person, locked together with the administrator: two of them cannot put each other out at once.

    :raises NotAllowed: not an administrator (any more), or the actor's own account. :raises NotFound: no such person.
    """
    check_may_change(actor, staff_id)
    rows = Staff.objects.select_for_update().filter(pk__in=[actor.pk, staff_id]).order_by("pk")
    found = {person.pk: person for person in rows}
    if staff_id not in found or found[staff_id].holds("system"):
        raise NotFound("没有找到该人员。")
    check_may_administer(found[actor.pk])
    return found[staff_id]


def _check_post(role: str, organ: Organ, unit: Unit | None) -> None:
    if role not in OFFERED:
        raise BadValue("没有这个岗位，请从列表中选择。", field="role")
    if not organ.active:
        raise BadValue(f"{organ.name}已停用，请另选机关。", field="organ")
    if unit is not None and (unit.organ_id != organ.pk or not unit.active):
        raise BadValue(f"{unit.name}不是{organ.short_name}正在使用的科室，请另选科室。", field="unit")
    if role in UNIT_ROLES and unit is None:
        raise BadValue(f"{OFFERED[role]}在科室任职，请选择科室。", field="unit")
    if role == "supervisor" and not organ.is_district_office:
        raise BadValue(
            "督查人员可以查看全区办件，只能在政府信息公开工作主管部门（区政府办公室）任职。",
            article="条例第三条",
            field="organ",
        )


def _check_combination(roles: set[str]) -> None:
    if ADMINISTRATOR in roles and len(roles) > 1:
        raise BadValue(
            "系统管理员不接触办件内容，不能兼任其他岗位；确需兼办的，请另设一个账号。",
            article="个人信息保护法第五十一条",
            field="role",
        )


def _one_time(person: Staff) -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    password = "-".join(groups)
    person.set_password(password)
    person.must_change_password = True
    return password


def _seat(person: Staff, post: Posting) -> None:
    """Where the person works is where the first post is."""
    person.organ, person.unit = post.organ, post.unit
    person.save(update_fields=["organ", "unit"])


def _record(
    verb: str, person: Staff, actor: Staff | None, at: datetime, post: Posting | None = None, **more: Any
) -> None:
    data = {"staff": person.pk, "name": person.name, "username": person.username} | more
    if post is not None:
        data |= {"role": post.role, "place": str(post.unit) if post.unit else post.organ.short_name}
    record(case=None, verb=verb, actor=actor, at=at, data=data)
