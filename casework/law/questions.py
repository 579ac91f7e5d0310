"""A question for a deadline as plain data, and its answer: the stable interface of the ``deadline`` command.

``{"kind": "reply", "input": {...}}`` asks for a reply date, ``wd``, ``natural_days`` and ``natural_months`` for a bare
count from ``start``. A new field of the input is one line in ``_FIELDS`` and one in ``_facts``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, get_args

from .calendar import WorkingCalendar
from .clock import (
    Consulted,
    Corrected,
    CorrectionNoticed,
    Deadline,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
    Received,
    Replied,
    consultation_end,
    replay,
)
from .errors import ContradictoryFacts, InvalidFact, MissingFact
from .facts import CONSULTATION_LABELS, ConsultationKind
from .findings import extension_flags
from .flags import Flag
from .limits import LimitDate, natural_days, natural_months, working_days
from .plain import Data, day, maybe_day, maybe_object, maybe_whole, whole, yes
from .settings import DEFAULTS, LawSettings
from .steps import Step, walk

# The beginning of each flag as the interface promises it; other flags begin with their own code.
_FLAG_WORDS: dict[str, str] = {
    "correction_notice_late": "correction_notice_late (limit {on})",
    "extension_notified_late": "extension_notified_late (base deadline {on})",
    "extension_after_base": "extension_after_base (base deadline {on})",
    "second_correction_notice": "second correction notice: needs an explicit override with a reason (Art.30)",
    "fee_notice_late": "fee notice must be inside the processing period (deadline {on})",
}
_ON_TIME = "on time: date of posting counts"
_FIELDS = {
    "received",
    "channel",
    "arrived",
    "correction",
    "fee",
    "suspensions",
    "extension_days",
    "extension_approved",
    "extension_notified",
    "second_extension",
    "second_correction_notice",
    "correction_notice_sent",
    "reply_posted",
    "reply_delivered",
    "deadline",
    "fee_notice_sent",
    "fee_mode",
}
# Fields that ask for a check rather than describe a request: they need no kind and no date of receipt.
_CHECKS = _FIELDS - {"received", "channel", "arrived", "correction", "fee", "suspensions"}


class Answer(NamedTuple):
    """``result`` in the keys of the interface, whether it rests on unpublished holidays, flags, and the days."""

    result: dict[str, Any]
    provisional: bool
    flags: list[str]
    steps: list[Step]


def ask(
    question: Data, calendar: WorkingCalendar, settings: LawSettings = DEFAULTS, *, explain: bool = False
) -> Answer:
    """Answer one question. ``steps`` is filled only with ``explain``. Raises LawError with a Chinese sentence."""
    given = question.get("input")
    if not isinstance(given, dict):
        raise MissingFact("缺少 input，或者 input 不是对象，请补充。")
    kind = question.get("kind")
    if kind is None and _CHECKS & given.keys():
        kind = "reply"
    if kind is None:
        raise MissingFact("缺少 kind，应为 reply、wd、natural_days 或者 natural_months。")
    if kind == "reply":
        return _reply(given, calendar, settings, explain)
    if isinstance(kind, str) and kind in _COUNTS:
        return _bare_count(kind, given, calendar, explain)
    raise InvalidFact(f"不认识的 kind“{kind}”，应为 reply、wd、natural_days 或者 natural_months。")


# -- bare counts -----------------------------------------------------------------------------------------------------

_COUNTS: dict[str, Callable[[date, int, WorkingCalendar], LimitDate]] = {
    "wd": working_days,
    "natural_days": natural_days,
    "natural_months": natural_months,
}


def _bare_count(kind: str, given: Data, calendar: WorkingCalendar, explain: bool) -> Answer:
    start, n = day(given, "start"), whole(given, "n")
    calendar.rank(start)

    def result(on: WorkingCalendar) -> dict[str, Any]:
        counted = _COUNTS[kind](start, n, on)
        return (
            {"deadline": str(counted.due)} if kind == "wd" else {"raw": str(counted.raw), "deadline": str(counted.due)}
        )

    answer = result(calendar)
    due = date.fromisoformat(answer["deadline"])
    provisional = calendar.is_provisional(due)
    if provisional:
        answer["expected_weekend_only"] = result(calendar.with_policy("weekend_only"))
    flags = [f"unknown_field ({name})" for name in sorted(given.keys() - {"start", "n"})]
    steps = list(walk(start, start, due, [], calendar)) if explain and kind == "wd" else []
    if explain and kind != "wd":
        steps = [
            Step(start, "start", "起算日当日不计入", None, "民法典第二百零一条"),
            Step(date.fromisoformat(answer["raw"]), "counted", "期间最后一日", n, "民法典第二百零二条"),
            Step(due, "counted", "最后一日遇休息日顺延后", None, "民法典第二百零三条"),
        ]
    return Answer(answer, provisional, flags, steps)


# -- reply dates -----------------------------------------------------------------------------------------------------


def _reply(given: Data, calendar: WorkingCalendar, settings: LawSettings, explain: bool) -> Answer:
    _refuse(given)
    flags = [f"unknown_field ({name})" for name in sorted(given.keys() - _FIELDS)]
    if given.get("received") is None:
        return _checks_only(given, flags)
    facts = _facts(given)
    deadline = replay(facts, calendar, settings=settings)
    flags += [_words(flag) for flag in deadline.flags]
    flags += _further(given, deadline)
    result = _result(given, facts, deadline, calendar, settings)
    if deadline.provisional:
        weekends = calendar.with_policy("weekend_only")
        other = replay(facts, weekends, settings=settings)
        result["expected_weekend_only"] = _result(given, facts, other, weekends, settings)
    if deadline.on_time is not None:
        result["on_time"] = deadline.on_time
        flags += [_ON_TIME] if deadline.on_time and given.get("reply_posted") is not None else []
    return Answer(result, deadline.provisional, flags, deadline.steps() if explain else [])


def _refuse(given: Data) -> None:
    """What the law never allows, whatever else is given."""
    if yes(given, "second_extension"):
        raise ContradictoryFacts("答复期限只能延长一次，累计不得超过 20 个工作日。", "条例第三十三条第二款")
    mode = given.get("fee_mode")
    if mode is None:
        return
    if not isinstance(mode, str):
        raise InvalidFact("fee_mode 应为文字 items 或者 pages，请改正。")
    if "items" in mode and "pages" in mode:
        raise ContradictoryFacts(
            "同一件申请只能选择按件或者按量一种标准计收，不得同时适用。", "国办函〔2020〕109号第三条"
        )
    if mode not in ("items", "pages"):
        raise InvalidFact(f"不认识的 fee_mode“{mode}”，应为 items 或者 pages。")


def _facts(given: Data) -> list[Fact]:
    channel = given.get("channel")
    if channel is not None and not isinstance(channel, str):
        raise InvalidFact("channel 应为文字，请改正。")
    received, arrived = day(given, "received"), maybe_day(given, "arrived")
    if arrived is not None and arrived > received:
        raise ContradictoryFacts(f"received {received} 早于 arrived {arrived}，请核对这两个日期。")
    facts: list[Fact] = [Received(received, channel or "")]
    facts += _correction(maybe_object(given, "correction"))
    if (sent := maybe_day(given, "correction_notice_sent")) is not None:
        facts.append(CorrectionNoticed(sent))
    facts += _fee(maybe_object(given, "fee"))
    if (sent := maybe_day(given, "fee_notice_sent")) is not None:
        facts.append(FeeNoticed(sent))
    facts += _suspensions(given)
    days = maybe_whole(given, "extension_days")
    if days is not None:
        facts.append(Extended(days, maybe_day(given, "extension_approved"), maybe_day(given, "extension_notified")))
    replied = _replied_on(given)
    if replied is not None:
        facts.append(Replied(replied))
    return facts


def _correction(given: Data | None) -> list[Fact]:
    if given is None:
        return []
    sent, corrected = maybe_day(given, "notice_sent"), maybe_day(given, "corrected_received")
    if sent is None and corrected is None:
        raise MissingFact("correction 中请填写 notice_sent 或者 corrected_received。", "条例第三十条")
    facts: list[Fact] = []
    if sent is not None:
        facts.append(CorrectionNoticed(sent, maybe_day(given, "notice_delivered"), maybe_whole(given, "period_wd")))
    if corrected is not None:
        facts.append(Corrected(corrected))
    return facts


def _fee(given: Data | None) -> list[Fact]:
    if given is None:
        return []
    sent, got, paid = (maybe_day(given, name) for name in ("notice_sent", "notice_received", "paid_on"))
    if sent is None and got is None and paid is None:
        raise MissingFact("fee 中请填写 notice_sent、notice_received 或者 paid_on。", "国办函〔2020〕109号第六条")
    facts: list[Fact] = [FeeNoticed(sent, got)] if sent is not None or got is not None else []
    return [*facts, Paid(paid)] if paid is not None else facts


def _suspensions(given: Data) -> list[Consulted]:
    listed = given.get("suspensions")
    if listed is None:
        return []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise InvalidFact("suspensions 应为对象的列表，请改正。")
    consulted = []
    for number, item in enumerate(listed, start=1):
        who = next((kind for kind in get_args(ConsultationKind) if kind == item.get("who")), None)
        if who is None:
            raise InvalidFact(f"第 {number} 次征求意见的 who 应为 {'、'.join(CONSULTATION_LABELS)} 之一，请改正。")
        dates = day(item, "letter_sent"), maybe_day(item, "letter_received"), maybe_day(item, "opinion_received")
        consulted.append(Consulted(str(number), who, *dates))
    return consulted


def _replied_on(given: Data) -> date | None:
    """The day that counts for the reply: posting, otherwise delivery (CNT-9)."""
    posted, delivered = maybe_day(given, "reply_posted"), maybe_day(given, "reply_delivered")
    if posted is not None and delivered is not None and delivered < posted:
        raise ContradictoryFacts(f"reply_delivered {delivered} 早于 reply_posted {posted}，请核对这两个日期。")
    return posted or delivered


def _result(
    given: Data, facts: list[Fact], deadline: Deadline, calendar: WorkingCalendar, settings: LawSettings
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "clock_start": _text(deadline.start),
        "base_deadline": _text(deadline.base),
        "deadline": _text(deadline.due),
        "first_counted_day": _text(deadline.first_counted_day),
    }
    if given.get("suspensions"):
        consulted = [fact for fact in facts if isinstance(fact, Consulted)]
        result["strict_deadline"] = _text(deadline.strict)
        result["suspension_ends"] = [_text(consultation_end(fact, calendar, settings)) for fact in consulted]
        result["excluded_working_days"] = deadline.excluded_working_days
    if deadline.due is None:
        result["state"] = deadline.state.value
        result["old_deadline"] = _text(deadline.old_due)
        result["limits"] = {name: str(day) for name, day in deadline.limits.items()}
    if deadline.risk_date is not None:
        result["risk_date"] = str(deadline.risk_date)
    return result


def _further(given: Data, deadline: Deadline) -> list[str]:
    """Checks that stand beside the facts: an extension told without its length, a second correction notice."""
    flags = []
    if yes(given, "second_correction_notice") and deadline.flag("second_correction_notice") is None:
        flags.append(_FLAG_WORDS["second_correction_notice"])
    if given.get("extension_days") is None and deadline.base is not None:
        approved, notified = maybe_day(given, "extension_approved"), maybe_day(given, "extension_notified")
        if approved is not None or notified is not None:
            flags += [_words(flag) for flag in extension_flags(Extended(1, approved, notified), deadline.base)]
    return flags


def _checks_only(given: Data, flags: list[str]) -> Answer:
    """Checks that need no date of receipt. MissingFact where the receipt is needed after all."""
    if (days := maybe_whole(given, "extension_days")) is not None:
        Extended(days)
    due, replied, fee_sent = maybe_day(given, "deadline"), _replied_on(given), maybe_day(given, "fee_notice_sent")
    result: dict[str, Any] = {}
    if yes(given, "second_correction_notice"):
        flags.append(_FLAG_WORDS["second_correction_notice"])
    if due is not None and replied is not None:
        result = {"deadline": str(due), "replied_on": str(replied), "on_time": replied <= due}
        flags += [_ON_TIME] if replied <= due and given.get("reply_posted") is not None else []
        flags += ["replied_late (" + str(due) + ")"] if replied > due else []
    if due is not None and fee_sent is not None:
        result |= {"deadline": str(due), "fee_notice_in_time": fee_sent <= due}
        flags += [_FLAG_WORDS["fee_notice_late"].format(on=due)] if fee_sent > due else []
    answered = result or yes(given, "second_correction_notice") or given.get("fee_mode") is not None
    if not answered:
        raise MissingFact("请先填写收到申请之日 received。", "条例第三十一条")
    return Answer(result, False, flags, [])


def _words(flag: Flag) -> str:
    known = _FLAG_WORDS.get(flag.code)
    if known is not None:
        return known.format(on=flag.on)
    return f"{flag.code} ({flag.on})" if flag.on is not None else flag.code


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)
