"""监督台: every open case by light, desk, unit and days left; what is late, at risk or wandering; who is waited for.

One statement counts all cases whose dates say everything; those whose clock is suspended by a consultation are few
and are read one by one, because the days they leave out differ. A number and the list behind it come from here both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from casework.among import Among
from casework.law.clock import ClockState
from casework.law.states import OPEN as OPEN_STATUSES
from casework.law.states import Status
from casework.lawbook import law_settings, working_calendar
from casework.models import Case as CaseFile
from casework.models import Handover, Staff
from casework.permissions import DISTRICT_ROLES
from casework.selectors.lights import CHOICES, STOPPED_STATES, Dated, with_warning
from workflow import inbox, risk
from workflow.flows import DisclosureFlow, node
from workflow.models import Step
from workflow.risk import Usual

LIGHTS = ("overdue", "red", "yellow", "green", "stopped")
LIGHT_LABELS = {code: label.partition(" · ")[2] for code, label in CHOICES}
LEFT_LABELS = {"0": "今天到期", "1": "剩 1–2", "3": "剩 3–5", "6": "剩 6–10", "11": "剩 11 以上"}
_LEFT = ((0, "0"), (2, "1"), (5, "3"), (10, "6"))
NODES = (
    "examine", "assign", "correction", "payment", "sign_for", "dispute", "draft", "secrecy_review", "legal_review",
    "sign_off", "issue", "serve",
)  # fmt: skip
WAITING = {
    "applicant": "申请人",
    "party": "第三方或其他机关",
    "clerk": "登记人员",
    "unit": "承办科室",
    "unit_head": "科室负责人",
    "legal": "法制审核",
    "head": "公开工作机构负责人",
    "office": "区政府办公室",
}
_WAITING = {
    "examine": "clerk", "assign": "clerk", "issue": "clerk", "serve": "clerk", "correction": "applicant",
    "payment": "applicant", "sign_for": "unit", "draft": "unit", "secrecy_review": "unit_head",
    "legal_review": "legal", "sign_off": "head", "dispute": "office",
}  # fmt: skip
# Passed on or declined so often, a case is said to bounce between units.
BOUNCES = 2


@dataclass(frozen=True)
class Traits:
    """What the board knows of a case; ``unit`` is ``u`` and the key of its unit, or ``o`` and that of its organ."""

    unit: str
    node: str
    waiting: str
    light: str
    left: str
    risk: bool
    stage: bool


def scope(actor: Staff) -> QuerySet[Step]:
    """The open desks of all this person answers for: supervision the district, heads their organ or unit."""
    desks = Step.objects.filter(inbox.OPEN, case__status__in=open_statuses())
    return desks if is_office(actor) else desks.filter(answers_for(actor, "case__"))


def open_statuses() -> list[str]:
    return [status.value for status in OPEN_STATUSES]


def is_office(actor: Staff) -> bool:
    return any(post.role in DISTRICT_ROLES for post in actor.posts)


def may_see(actor: Staff) -> bool:
    """District supervision, heads of organs and of units."""
    return any(post.role in DISTRICT_ROLES | {"head", "unit_head"} for post in actor.posts)


def answers_for(actor: Staff, prefix: str = "") -> Q:
    """The cases a head answers for: the organ's, or the unit's."""
    if is_office(actor):
        return Q()
    organs = [post.organ_id for post in actor.posts if post.role == "head"]
    units = [post.unit_id for post in actor.posts if post.role == "unit_head" and post.unit_id]
    return Q(**{f"{prefix}organ__in": organs}) | Q(**{f"{prefix}unit__in": units})


# -- all at once -----------------------------------------------------------------------------------------------------


def counted(desks: QuerySet[Step], today: date) -> Counter[Traits]:
    """How many open cases share each combination of traits."""
    usual = risk.usual()
    rows = (
        _traits(desks.exclude(case__clock_state=ClockState.SUSPENDED.value), today, usual)
        .annotate(name=Cast("flow_task", CharField()))
        .order_by()
        .values_list("case__unit_id", "organ_key", "name", "consulting", "light", "left", "risk", "stage")
        .annotate(number=Count("case_id"))
    )
    found: Counter[Traits] = Counter()
    for unit, organ, path, consulting, light, left, at_risk, late, number in rows:
        name = path.rpartition(".")[2]
        found[Traits(_unit(unit, organ), name, _waits(name, consulting), light, left, at_risk, late)] += number
    found.update(traits for _, traits in _held(desks, today, usual))
    return found


def _unit(unit: int | None, organ: int | None) -> str:
    return f"u{unit}" if unit else f"o{organ}"


def _waits(name: str, consulting: bool) -> str:
    return "party" if consulting else _WAITING.get(name, "clerk")


def _traits(desks: QuerySet[Step], today: date, usual: dict[str, Usual]) -> QuerySet[Any]:
    """The traits as columns, for cases whose clock is not suspended."""
    settings, calendar = law_settings(), working_calendar()
    here = calendar.rank(today)
    not_red = calendar.at_rank(here + settings.lights_red_at_wd + 1)
    not_yellow = calendar.at_rank(here + settings.lights_green_above_wd + 1)
    running = ~Q(case__clock_state__in=STOPPED_STATES)
    light = Case(
        When(case__clock_state__in=STOPPED_STATES, then=Value("stopped")),
        When(case__due_on__lt=today, then=Value("overdue")),
        When(case__warn_on__lt=not_red, then=Value("red")),
        When(case__warn_on__lt=not_yellow, then=Value("yellow")),
        default=Value("green"),
        output_field=CharField(),
    )
    left = Case(
        When(~running | Q(case__due_on__lt=today), then=Value("")),
        *(When(case__due_on__lt=calendar.at_rank(here + most + 1), then=Value(code)) for most, code in _LEFT),
        default=Value("11"),
        output_field=CharField(),
    )
    threatened = Q(pk__in=[])
    for name, work in usual.items():
        if work.days:
            threatened |= Q(flow_task=node(name), case__warn_on__lt=calendar.at_rank(here + work.days))
    return desks.annotate(
        light=light,
        left=left,
        risk=_flag(running & Q(case__due_on__gte=today) & threatened),
        stage=_flag(Q(due_on__lt=today)),
        consulting=_flag(Q(case__status=Status.CONSULTING.value)),
        organ_key=Case(When(case__unit=None, then="case__organ_id"), default=None),
    )


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _held(desks: QuerySet[Step], today: date, usual: dict[str, Usual]) -> list[tuple[int, Traits]]:
    """The suspended cases by their key, each with its own days left out."""
    rows = list(
        desks.filter(case__clock_state=ClockState.SUSPENDED.value)
        .annotate(name=Cast("flow_task", CharField()))
        .order_by()
        .values_list(
            "case_id", "case__clock_state", "case__round_no", "case__due_on", "case__warn_on", "case__late",
            "case__unit_id", "case__organ_id", "case__status", "name", "due_on",
        )
    )  # fmt: skip
    lit = with_warning((Dated(*row[:6]) for row in rows), today=today)
    found = []
    for pk, *_, unit, organ, status, path, stage_due in rows:
        name, (standing, ahead) = path.rpartition(".")[2], lit[pk]
        light, days = standing.light.code, standing.days_left
        left = "" if days is None or days < 0 else next((code for most, code in _LEFT if days <= most), "11")
        work = usual.get(name)
        at_risk = bool(work and left and ahead is not None and ahead < work.days)
        late = stage_due is not None and stage_due < today
        waits = _waits(name, status == Status.CONSULTING)
        found.append((pk, Traits(_unit(unit, organ), name, waits, light, left, at_risk, late)))
    return found


# -- the list behind a number ----------------------------------------------------------------------------------------


def chosen(desks: QuerySet[Step], today: date, **asked: str) -> QuerySet[Step]:
    """The desks with these traits: as many as the board counts. ``bounced`` asks for cases that wander."""
    usual = risk.usual()
    held: Iterable[tuple[int, Traits]] = _held(desks, today, usual)
    plain = ~Q(case__clock_state=ClockState.SUSPENDED.value)
    for name, value in asked.items():
        if name == "bounced":
            desks = desks.filter(case__in=bounced())
            continue
        plain &= _where(name, value)
        held = [(key, traits) for key, traits in held if _fits(traits, name, value)]
    return _traits(desks, today, usual).filter(plain | Q(Among("case_id", [key for key, _ in held])))


def _where(name: str, value: str) -> Q:
    match name:
        case "unit" if value[:1] == "u":
            return Q(case__unit=int(value[1:]))
        case "unit":
            return Q(case__unit=None, case__organ=int(value[1:]))
        case "node":
            return Q(flow_task=node(value))
        case "waiting":
            nodes = [node(key) for key, who in _WAITING.items() if who == value]
            if value == "party":
                return Q(case__status=Status.CONSULTING.value)
            return Q(flow_task__in=nodes) & ~Q(case__status=Status.CONSULTING.value)
        case "risk" | "stage":
            return Q(**{name: True})
        case _:
            return Q(**{name: value})


def _fits(traits: Traits, name: str, value: str) -> bool:
    found = getattr(traits, name)
    return found is True if name in {"risk", "stage"} else found == value


def bounced() -> QuerySet[Handover, Any]:
    """The cases that were passed on or declined at least ``BOUNCES`` times."""
    wandering = Q(way__in=[Handover.Way.TRANSFER, Handover.Way.DECISION]) | Q(state=Handover.State.DECLINED)
    counted = Handover.objects.filter(wandering).order_by().values("case").annotate(times=Count("pk"))
    return counted.filter(times__gte=BOUNCES).values("case")


# -- sums ------------------------------------------------------------------------------------------------------------


def by(found: Counter[Traits], row: Callable[[Traits], str]) -> dict[str, Counter[str]]:
    """For each row the number in each light, and under ``all``, ``risk`` and ``stage`` in every colour together."""
    sums: dict[str, Counter[str]] = {}
    for traits, number in found.items():
        line = sums.setdefault(row(traits), Counter())
        line["all"] += number
        line[traits.light] += number
        line["risk"] += number * traits.risk
        line["stage"] += number * traits.stage
    return sums


def title(name: str) -> str:
    """What people call a desk."""
    return str(getattr(DisclosureFlow, name).task_title)


def reasons(steps: Iterable[Step], today: date) -> Iterator[tuple[Step, str]]:
    """The desks whose case is at risk, each with why."""
    usual, steps = risk.usual(), list(steps)
    cases: list[CaseFile] = [step.case for step in steps if step.case is not None]
    lit = with_warning(cases, today=today)
    for step in steps:
        assert step.case is not None
        name, (standing, left) = step.flow_task.name, lit[step.case.pk]
        days = standing.days_left
        if name in usual and left is not None and days is not None and days >= 0 and left < usual[name].days:
            yield step, risk.reason(name, step.flow_task.task_title, left, usual[name])
