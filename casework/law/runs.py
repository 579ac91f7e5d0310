"""Where the reply period starts, stops and starts again. Arts 30, 33(2), 42.

A *run* is one count of the reply period: from the receipt, from the receipt of the correction, from the payment. Only
the last run sets the reply date; the earlier ones decide whether a notice came in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .calendar import WorkingCalendar
from .errors import ContradictoryFacts
from .facts import CorrectionNoticed, Extended, FeeNoticed, Received
from .flags import Flag
from .recorded import Recorded
from .settings import LawSettings
from .spans import Span, Spans, nth_counted

REPLY_WD = 20  # Art. 33(2)
CORRECTION_NOTICE_WD = 7  # Art. 30
_A30 = "条例第三十条"
_FEE6 = "国办函〔2020〕109号第六条"


@dataclass(slots=True)
class Runs:
    """All runs of one case.

    ``starts`` in order of date; ``correction`` and ``fee`` the notice still waiting for its answer; ``old_due`` the
    reply date that would stand had the clock not been stopped, or not been restarted after a late notice; ``pauses``
    what an unpaid fee leaves out where the setting only suspends (plain and strict span).
    """

    starts: list[date]
    correction: CorrectionNoticed | None = None
    fee: FeeNoticed | None = None
    old_due: date | None = None
    flags: list[Flag] = field(default_factory=list)
    pauses: list[tuple[Span, Span]] = field(default_factory=list)

    @property
    def start(self) -> date:
        return self.starts[-1]

    def start_on(self, day: date) -> date:
        """The start of the run that was running on ``day``."""
        return max(start for start in self.starts if start <= day)

    def restart(self, day: date) -> None:
        if day not in self.starts:
            self.starts = sorted([*self.starts, day])

    def flag(self, code: str, text: str, article: str, on: date | None = None) -> None:
        self.flags.append(Flag(code, text, article, on))


def period_wd(received: Received, settings: LawSettings) -> int:
    """The working days of the reply period: twenty (T03), or the internal limit to correct a record (T13)."""
    return REPLY_WD if received.limit == "T03" else settings.correction_of_records_limit_wd or 1


def correction_limit(start: date, calendar: WorkingCalendar) -> date:
    """The last day for a correction notice (T01)."""
    return calendar.nth_working_day_after(start, CORRECTION_NOTICE_WD)


def correction_period_end(notice: CorrectionNoticed, calendar: WorkingCalendar, settings: LawSettings) -> date:
    """The applicant's last day to correct (T02)."""
    begins = notice.delivered_on if settings.correction_period_from == "delivered" else None
    end = calendar.nth_working_day_after(
        begins or notice.sent_on, notice.period_wd or settings.correction_period_wd or 1
    )
    return max(end, notice.prolonged_to or end)


def payment_end(notice: FeeNoticed, calendar: WorkingCalendar, settings: LawSettings) -> date:
    """The applicant's last day to pay (T11)."""
    return calendar.nth_working_day_after(notice.received_on or notice.first_on, settings.fee_payment_wd)


def replay_runs(recorded: Recorded, spans: Spans, calendar: WorkingCalendar, settings: LawSettings) -> Runs:
    """Fold notices and answers, in the order of their dates, into runs. ``spans`` are the consultations."""
    notices, fees, extensions = recorded.notices, recorded.fees, recorded.extended
    runs = Runs([recorded.received.on])
    corrections = sorted(fact.on for fact in recorded.corrected)
    payments = sorted({fact.on for fact in recorded.paid})
    _unasked(runs, corrections, min((n.sent_on for n in notices), default=None), "correction", True)
    _unasked(runs, payments, min((f.first_on for f in fees), default=None), "payment", settings.fee_clock == "restart")
    steps: list[tuple[date, int, CorrectionNoticed | FeeNoticed]] = [
        *((notice.sent_on, number, notice) for number, notice in enumerate(sorted(notices, key=_by_sending), start=1)),
        *((fee.first_on, 0, fee) for fee in fees),
    ]
    taken: list[date] = []
    for sent, number, notice in sorted(steps, key=lambda step: step[:2]):
        start = runs.start_on(sent)
        due = _due_then(start, sent, extensions, spans, calendar)
        if isinstance(notice, CorrectionNoticed):
            _correction(runs, notice, number, start, due, _answer_to(sent, corrections, taken), calendar, settings)
        else:
            _fee(runs, notice, due, _first_from(payments, sent), calendar, settings)
    _unsolicited(runs, corrections if notices else (), taken)
    return runs


def _by_sending(notice: CorrectionNoticed) -> tuple[date, date, str]:
    return notice.sent_on, notice.delivered_on or notice.sent_on, notice.override_reason


def _answer_to(sent: date, corrections: Sequence[date], taken: list[date]) -> date | None:
    """The correction that answers a notice: on the day of sending only one that answered no earlier notice."""
    left = [day for day in corrections if day > sent or (day == sent and taken.count(day) < corrections.count(day))]
    answer = min(left, default=None)
    taken += [answer] if answer is not None else []
    return answer


def _first_from(days: Sequence[date], sent: date) -> date | None:
    return next((day for day in days if day >= sent), None)


def _unasked(runs: Runs, answers: Sequence[date], first_notice: date | None, what: str, restarts: bool) -> None:
    """Answers where no notice is recorded restart the clock and say so; an answer before the notice is impossible."""
    label = "收到补正之日" if what == "correction" else "缴费日期"
    notice = "补正告知书" if what == "correction" else "收费通知"
    for day in dict.fromkeys(answers):
        if first_notice is None:
            if restarts:
                runs.restart(day)
            article = _A30 if what == "correction" else _FEE6
            runs.flag(f"{what}_without_notice", f"已登记{label} {day}，但没有登记{notice}，请补登。", article, day)
        elif day < first_notice:
            raise ContradictoryFacts(f"{label} {day} 早于{notice}发出日期 {first_notice}，请核对这两个日期。")


def _unsolicited(runs: Runs, corrections: Sequence[date], answers: Sequence[date]) -> None:
    """A further supplement nobody asked for does not restart the clock."""
    for day in dict.fromkeys(corrections):
        if day not in answers:
            runs.flag("correction_unsolicited", f"{day} 收到的材料没有对应的补正告知，不重新计算答复期限。", _A30, day)


def _due_then(start: date, on: date, extensions: Sequence[Extended], spans: Spans, calendar: WorkingCalendar) -> date:
    """The reply date of the run from ``start`` as it stood on ``on``; an undated extension counts as granted."""
    granted = [e.days for e in extensions if e.decided_on is None or start <= e.decided_on <= on]
    return calendar.at_rank(nth_counted(calendar.rank(start), REPLY_WD + max(granted, default=0), spans))


def _correction(
    runs: Runs,
    notice: CorrectionNoticed,
    number: int,
    start: date,
    due: date,
    answer: date | None,
    calendar: WorkingCalendar,
    settings: LawSettings,
) -> None:
    limit = correction_limit(start, calendar)
    late = notice.sent_on > limit
    if late:
        runs.flag(
            "correction_notice_late", f"补正告知书最迟应于 {limit} 发出，实际于 {notice.sent_on} 发出。", _A30, limit
        )
    if number > settings.correction_max_notices:
        runs.flag(
            "second_correction_notice",
            "补正应当一次性告知。再次告知补正须经批准并写明理由；补正后仍不明确的，一般按“补正后申请内容仍不明确”答复。",
            _A30,
            notice.sent_on,
        )
        if not notice.override_reason:
            return
    if late and settings.correction_late_notice == "no_restart":
        return
    if answer is None:
        runs.correction, runs.old_due = notice, due
        return
    runs.restart(answer)
    runs.old_due = due if late else runs.old_due
    if answer > (end := correction_period_end(notice, calendar, settings)):
        runs.flag(
            "correction_late", f"补正期限于 {end} 届满，{answer} 才收到补正；逾期有无正当理由，请记录。", _A30, end
        )


def _fee(
    runs: Runs, notice: FeeNoticed, due: date, answer: date | None, calendar: WorkingCalendar, settings: LawSettings
) -> None:
    late = notice.first_on > due
    if late:
        runs.flag("fee_notice_late", f"收费通知应当在答复期限（{due}）内发出，实际为 {notice.first_on}。", _FEE6, due)
    end = payment_end(notice, calendar, settings)
    if answer is not None and answer > end:
        runs.flag("payment_late", f"缴费期限于 {end} 届满，{answer} 才缴费；请核对是否已视为放弃。", _FEE6, end)
    if late and settings.fee_late_notice == "no_restart":
        return
    if settings.fee_clock == "suspend":
        runs.pauses.append(_pause(notice, answer or end, calendar))
        runs.fee = notice if answer is None else runs.fee
    elif answer is None:
        runs.fee, runs.old_due = notice, due
    else:
        runs.restart(answer)
        runs.old_due = due if late else runs.old_due


def _pause(notice: FeeNoticed, end: date, calendar: WorkingCalendar) -> tuple[Span, Span]:
    sent = calendar.rank(notice.first_on)
    return (sent, calendar.rank(end)), (sent, calendar.rank_before(end))


def extension_of_last_run(
    starts: Sequence[date], extensions: Sequence[Extended], settings: LawSettings
) -> Extended | None:
    """The extension of the run that counts now. Raises ContradictoryFacts for a second one (Art. 33(2))."""
    by_run: dict[date, Extended] = {}
    for extension in extensions:
        decided = extension.decided_on
        run = starts[-1] if decided is None else max(start for start in starts if start <= decided)
        if run in by_run or (by_run and settings.extension_after_restart == "per_case"):
            raise ContradictoryFacts(
                "答复期限只能延长一次，累计不得超过 20 个工作日；已经延期的，不能再次延期。", "条例第三十三条第二款"
            )
        by_run[run] = extension
    return by_run.get(starts[-1])
