"""What the clock has to say about the facts of a case, beyond the dates. A new remark is one function here.

Flags never change a date; where a late act has no effect, the settings say so and the flag tells.
"""

from __future__ import annotations

from datetime import date

from .facts import Consulted, Delayed, Extended, Replied
from .flags import Flag
from .runs import correction_period_end, payment_end
from .settings import LawSettings
from .spans import consultation_cap, is_capped
from .trace import Trace

_A33_2 = "条例第三十三条第二款"


def findings(trace: Trace, on: date | None) -> tuple[Flag, ...]:
    """Every flag of the case as seen on ``on``, sorted by code."""
    recorded, runs = trace.recorded, trace.runs
    if recorded.plain and not (recorded.consulted or recorded.extended or recorded.delayed or recorded.closing):
        return ()
    due = trace.due
    flags = [*runs.flags, *_expired(trace, on)]
    base = trace.calendar.at_rank(trace.count.base)
    for extension in recorded.extended:
        flags += _extension(extension, base, trace)
    flags += _delay(trace, base)
    for fact in recorded.consulted:
        flags += _consultation(fact, due, on, trace)
    if isinstance(recorded.closing, Replied) and not trace.stopped and recorded.closing.on > due:
        flags.append(_late(recorded.received.limit, due))
    return tuple(sorted(flags, key=lambda flag: (flag.code, flag.text)))


def _late(limit: str, due: date) -> Flag:
    if limit == "T13":
        text = f"答复日期晚于内部时限最后一日 {due}；第四十一条没有规定期限。"
        return Flag("record_replied_late", text, "条例第四十一条", due)
    return Flag("replied_late", f"答复日期晚于答复期限最后一日 {due}。", "条例第三十三条", due)


def extension_stands(extension: Extended, base: date, settings: LawSettings) -> bool:
    """Whether an extension has effect: approved and told before the base date has passed, or the setting forgives.

    One that is approved and not yet told has none (Art. 33(2) asks for both).
    """
    untold = extension.approved_on is not None and extension.notified_on is None
    late = any(day is not None and day > base for day in (extension.approved_on, extension.notified_on))
    return not (untold or late) or settings.extension_late == "effective"


def delay_stands(delayed: Delayed, due: date, settings: LawSettings) -> bool:
    """Whether a date set under Art. 35 replaces ``due``: told before that day has passed, as with an extension."""
    if delayed.ordered or settings.extension_late == "effective":
        return True
    if delayed.notified_on is None:
        return delayed.decided_on is None  # no dates at all: taken as told
    return delayed.notified_on <= due


def extension_flags(extension: Extended, base: date) -> list[Flag]:
    """Whether an extension of the run with this ``base`` was approved and told in time (CLK-5)."""
    flags = []
    if extension.approved_on is not None and extension.approved_on > base:
        text = f"延期应当在原答复期限（{base}）届满前批准，实际于 {extension.approved_on} 批准。"
        flags.append(Flag("extension_after_base", text, _A33_2, base))
    if extension.notified_on is not None and extension.notified_on > base:
        text = f"延期应当在原答复期限（{base}）届满前告知申请人，实际于 {extension.notified_on} 告知。"
        flags.append(Flag("extension_notified_late", text, _A33_2, base))
    if extension.approved_on is not None and extension.notified_on is None:
        text = f"延期已批准但尚未告知申请人，告知前答复期限仍为 {base}；请在该日届满前告知。"
        flags.append(Flag("extension_not_notified", text, _A33_2, base))
    return flags


def _extension(extension: Extended, base: date, trace: Trace) -> list[Flag]:
    decided = extension.decided_on
    if decided is not None and decided < trace.runs.start:
        text = f"重新计算答复期限前批准的延期（{decided}）不再有效，需要时请重新办理。"
        return [Flag("extension_before_restart", text, _A33_2, decided)]
    return _still_to_tell(trace, extension_flags(extension, base), "extension_not_notified")


def _still_to_tell(trace: Trace, flags: list[Flag], code: str) -> list[Flag]:
    """Whatever asks for a notice to the applicant falls away once the case has ended."""
    return [flag for flag in flags if trace.recorded.closing is None or flag.code != code]


def _delay(trace: Trace, base: date) -> list[Flag]:
    delayed, article = trace.recorded.delayed, "条例第三十五条"
    if delayed is None:
        return []
    if trace.delayed is None and _untold(delayed, trace):
        last = trace.calendar.at_rank(trace.count.due)
        if delayed.notified_on is None:
            text = f"延迟答复已决定但尚未告知申请人，告知前答复期限仍为 {last}；请在该日届满前告知。"
            return _still_to_tell(trace, [Flag("delay_not_notified", text, article, last)], "delay_not_notified")
        text = f"延迟答复应当在答复期限（{last}）届满前告知申请人，实际于 {delayed.notified_on} 告知。"
        return [Flag("delay_notified_late", text, article, last)]
    if trace.delayed is None:
        text = "答复期限已重新计算，此前确定的延迟答复日期不再有效，需要时请重新确定。"
        return [Flag("delay_before_restart", text, article, delayed.decided_on)]
    if delayed.until < base and not delayed.ordered:
        text = f"延迟答复的日期早于原答复期限 {base}，请核对。"
        return [Flag("delay_before_base", text, article, base)]
    return []


def _untold(delayed: Delayed, trace: Trace) -> bool:
    """Whether a delay of the run that counts now has no effect because the applicant was not told in time."""
    if delayed.decided_on is not None and delayed.decided_on < trace.runs.start:
        return False
    return not delay_stands(delayed, trace.calendar.at_rank(trace.count.due), trace.settings)


def _expired(trace: Trace, on: date | None) -> list[Flag]:
    """The applicant's periods that have run out by ``on``."""
    runs, calendar, settings = trace.runs, trace.calendar, trace.settings
    if on is None or trace.recorded.closing is not None:
        return []
    flags = []
    if runs.correction is not None and (end := correction_period_end(runs.correction, calendar, settings)) < on:
        text = f"补正期限已于 {end} 届满，无正当理由的视为放弃申请。"
        if runs.correction.delivered_on is None and settings.correction_period_from == "delivered":
            text = "补正告知书的送达日期不明，不能认定补正期限届满；请查明并登记送达日期。"
        flags.append(Flag("correction_expired", text, "条例第三十条", end))
    if runs.fee is not None and (end := payment_end(runs.fee, calendar, settings)) < on:
        text = f"缴费期限已于 {end} 届满，视为放弃申请。"
        if runs.fee.received_on is None:
            text = "收费通知的送达日期不明，不能认定缴费期限届满；请查明并登记送达日期。"
        flags.append(Flag("payment_expired", text, "国办函〔2020〕109号第六条", end))
    return flags


def _consultation(fact: Consulted, due: date, on: date | None, trace: Trace) -> list[Flag]:
    flags = []
    name = f"{fact.label}{f'（{fact.ref}）' if fact.ref else ''}"
    if not trace.stopped and fact.sent_on >= due:
        text = f"{name}于 {fact.sent_on} 发出，不早于答复期限最后一日 {due}，不影响答复期限。"
        flags.append(Flag("consultation_too_late", text, "条例第三十三条第三款", due))
    if fact.received_on is None:
        risk = consultation_cap(fact, trace.calendar, trace.settings)
        if fact.opinion_on is None or fact.opinion_on > risk:
            text = f"{name}的送达日期不明，暂按发出之日起算，风险日期 {risk}；请查明并补登送达日期。"
            flags.append(Flag("consultation_delivery_unknown", text, fact.article, risk))
        return flags
    if not is_capped(fact, trace.settings):
        return flags
    cap = consultation_cap(fact, trace.calendar, trace.settings)
    if fact.opinion_on is not None and fact.opinion_on > cap:
        text = f"{name}的意见于 {fact.opinion_on} 收到，晚于 {cap}。"
        flags.append(Flag("opinion_late", text, fact.article, cap))
    elif fact.opinion_on is None and on is not None and on > cap:
        flags.append(_silence(fact, name, cap))
    return flags


def _silence(fact: Consulted, name: str, cap: date) -> Flag:
    """What silence means: consent from a co-issuing organ (Art. 34), nothing from anybody else (Art. 32)."""
    if fact.kind == "co_issuer":
        return Flag("silence_is_consent", f"{name}至 {cap} 未提出意见，视为同意公开。", fact.article, cap)
    return Flag("silence_decide", f"{name}至 {cap} 未提出意见，由本机关依法决定是否公开。", fact.article, cap)
