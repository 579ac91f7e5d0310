"""机关科室: the organs that answer and the units that work; the administrator's acts, each on record.

Nothing is deleted and nothing written before changes: letters are frozen, a case number stays as it was given. Who is
closed takes nothing new and goes on with what is open, so that a merged unit keeps its cases.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from casework.acts.record import record
from casework.acts.staffing import check_may_administer
from casework.errors import BadValue, MissingFact, NotFound
from casework.law.identity import check_uscc
from casework.law.states import CLOSED
from casework.models import Case, CaseEvent, Organ, Staff, Unit

ORGAN_FIELDS = (
    "code", "name", "short_name", "kind", "is_district_office", "number_word", "disclosure_office", "uscc", "address",
    "postcode", "phone", "email", "reconsideration_organ", "reconsideration_online", "court", "sort", "active",
)  # fmt: skip
UNIT_FIELDS = ("name", "is_disclosure_office", "active")
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # letters are packed as files under their numbers
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")


@transaction.atomic
def create_organ(*, actor: Staff, at: datetime, **said: Any) -> Organ:
    """Enter an organ. :raises MissingFact, BadValue: a field left out, taken or impossible, named."""
    check_may_administer(actor)
    return enter_organ(actor=actor, at=at, **said)


def enter_organ(*, actor: Staff | None, at: datetime, **said: Any) -> Organ:
    """The organ itself, for ``create_organ`` and the first one of an installation (``actor`` None)."""
    organ = Organ()
    _set(organ, ORGAN_FIELDS, said)
    _check_organ(organ)
    organ.save()
    _record("organ_create", actor, at, organ, None, {})
    return organ


@transaction.atomic
def change_organ(*, actor: Staff, at: datetime, organ_id: int, **said: Any) -> Organ:
    """Rename, amend, close or open an organ; the history keeps what stood before."""
    check_may_administer(actor)
    organ = Organ.objects.select_for_update().filter(pk=organ_id).first()
    if organ is None:
        raise NotFound("没有找到该机关。")
    changes = _set(organ, ORGAN_FIELDS, said)
    _check_organ(organ)
    if changes:
        organ.save()
        _record("organ_change", actor, at, organ, None, changes)
    return organ


@transaction.atomic
def create_unit(*, actor: Staff, at: datetime, organ: Organ, **said: Any) -> Unit:
    """Enter a unit of an organ. :raises BadValue: the organ is closed or has a unit of that name."""
    check_may_administer(actor)
    if not organ.active:
        raise BadValue(f"{organ.name}已停用，不能增设科室。", field="name")
    unit = Unit(organ=organ)
    _set(unit, UNIT_FIELDS, said)
    _check_unit(unit)
    unit.save()
    _record("unit_create", actor, at, organ, unit, {})
    return unit


@transaction.atomic
def change_unit(*, actor: Staff, at: datetime, organ_id: int, unit_id: int, **said: Any) -> Unit:
    """Rename, close or open a unit; its cases stay where they are."""
    check_may_administer(actor)
    found = Unit.objects.select_for_update(of=("self",)).select_related("organ")
    unit = found.filter(pk=unit_id, organ=organ_id).first()
    if unit is None:
        raise NotFound("没有找到该科室。")
    changes = _set(unit, UNIT_FIELDS, said)
    _check_unit(unit)
    if changes:
        unit.save()
        _record("unit_change", actor, at, unit.organ, unit, changes)
    return unit


def open_cases(*, organ: Organ | None = None, unit: Unit | None = None) -> int:
    """How many cases are still open that the organ answers, or that lie with the unit."""
    rows = Case.objects.exclude(status__in=[status.value for status in CLOSED])
    return rows.filter(unit=unit).count() if unit is not None else rows.filter(organ=organ).count()


def history(organ: Organ, most: int = 30) -> list[CaseEvent]:
    """What was done to the organ and its units, the latest first."""
    verbs = ("organ_create", "organ_change", "unit_create", "unit_change")
    events = CaseEvent.objects.filter(case=None, verb__in=verbs, data__organ=organ.pk)
    return list(events.select_related("actor__organ", "actor__unit__organ").order_by("-id")[:most])


def _set(row: Organ | Unit, fields: tuple[str, ...], said: dict[str, Any]) -> dict[str, list[Any]]:
    """Put what was said on the row; return what differs as field → [before, after]."""
    changes = {}
    for name in fields:
        if name not in said:
            continue
        value = " ".join(said[name].split()) if isinstance(said[name], str) else said[name]
        if value != getattr(row, name):
            changes[name] = [getattr(row, name), value]
            setattr(row, name, value)
    return changes


def _check_organ(organ: Organ) -> None:
    for name, label in (
        ("code", "机关代码"),
        ("name", "机关全称"),
        ("short_name", "简称"),
        ("number_word", "文号代字"),
    ):
        if not getattr(organ, name):
            raise MissingFact(f"请填写{label}。", field=name)
    if not CODE.fullmatch(organ.code):
        raise BadValue("机关代码用 1 至 20 个字母、数字或者横线，如 LC11。", field="code")
    if NOT_IN_NAMES.search(organ.number_word):
        raise BadValue("文号代字不能含有斜杠等符号，如“历政公”。", field="number_word")
    if organ.kind not in Organ.Kind.values:
        raise BadValue("请选择机关类别。", field="kind")
    if organ.uscc and not (verdict := check_uscc(organ.uscc)).valid:
        raise BadValue(verdict.reason, field="uscc")
    others = Organ.objects.exclude(pk=organ.pk)
    for name, label in (("code", "机关代码"), ("name", "机关全称"), ("number_word", "文号代字")):
        taken = others.filter(**{name: getattr(organ, name)}).first()
        if taken is not None:
            raise BadValue(f"{label}“{getattr(organ, name)}”已由{taken.name}使用，请另填一个。", field=name)
    office = others.filter(is_district_office=True, active=True).first()
    if organ.is_district_office and organ.active and office is not None:
        raise BadValue(
            f"主管部门已经是{office.name}，全区只能有一个。", article="条例第三条", field="is_district_office"
        )
    if not organ.active and organ.is_district_office:
        raise BadValue("主管部门不能停用；机构调整的，请先改由另一机关任主管部门。", field="active")


def _check_unit(unit: Unit) -> None:
    if not unit.name:
        raise MissingFact("请填写科室名称。", field="name")
    if Unit.objects.filter(organ=unit.organ_id, name=unit.name).exclude(pk=unit.pk).exists():
        raise BadValue(f"{unit.organ.name}已有名为“{unit.name}”的科室，请另填一个名称。", field="name")


def _record(
    verb: str, actor: Staff | None, at: datetime, organ: Organ, unit: Unit | None, changes: dict[str, list[Any]]
) -> None:
    data: dict[str, Any] = {"organ": organ.pk, "name": organ.name}
    if unit is not None:
        data |= {"unit": unit.pk, "unit_name": unit.name}
    record(case=None, verb=verb, actor=actor, at=at, data=data | ({"changes": changes} if changes else {}))
