"""Tables 二, 三 and 四 of the annual report from the live cases, proven before they are handed out (law.md §2.3–2.6).

A request is new in the year it was received, has its one result in the year it was first closed, and is carried over
every New Year it is open. A reply changed after reconsideration is no new request and no second result; a request to
correct one's own records (Art. 41) is no request for information and stands in no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from casework.errors import BadValue, Fault
from casework.law.outcomes import OUTCOMES
from casework.lawbook import law_settings
from casework.models import (
    AnnualFigure,
    Applicant,
    Case,
    Correction,
    FeeCharge,
    FrozenReport,
    Organ,
    Remedy,
)
from casework.models.case import CaseQuerySet
from casework.statistics.check import Finding, check, plain
from casework.statistics.tables import (
    BLOCK_COLUMNS,
    BLOCKS,
    CARRY_IN,
    CARRY_OUT,
    COLUMN_OF,
    COLUMNS,
    NEW,
    ROWS,
    TABLE_2,
    TOTAL,
    TOTAL_ROW,
)

Table = dict[str, list[int]]
_ROW_KEYS = tuple(row.key for row in ROWS)
_KINDS = dict(zip(BLOCKS, Remedy.Kind.values, strict=True))
_RESULTS = dict(zip(BLOCK_COLUMNS, Remedy.Result.values, strict=False))
_BEFORE = "carried_before"
_SHOWN_SUSPECTS = 20


class Unbalanced(Fault):
    """The live figures contradict one another; ``findings`` say where, ``suspects`` are the numbers of likely cases."""

    def __init__(self, findings: list[Finding], suspects: list[str]) -> None:
        cases = f"请核对办件：{'；'.join(suspects)}。" if suspects else ""
        super().__init__("".join(finding.message for finding in findings) + cases)
        self.findings, self.suspects = findings, suspects


def _condition(row: str, year: int) -> Q:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if row == NEW:
        return Q(arrived__range=(first, last))
    if row == CARRY_IN:
        return Q(arrived__lt=first) & (Q(first_closed_on=None) | Q(first_closed_on__gte=first))
    if row == CARRY_OUT:
        return Q(arrived__lte=last) & (Q(first_closed_on=None) | Q(first_closed_on__gt=last))
    closed = Q(first_closed_on__range=(first, last))
    if row == TOTAL_ROW:
        return closed
    return closed & Q(first_outcome__in=[code for code, outcome in OUTCOMES.items() if outcome.row == row])


def _scoped(organ: Organ | None) -> Any:
    """The cases of an organ, or of the district, with the day they ``arrived``."""
    cases = Case.objects.filter(matter=Case.Matter.DISCLOSURE).order_by()
    if organ is not None:
        cases = cases.filter(organ=organ)
    return cases.annotate(arrived=_arrived())


def _cases(organ: Organ | None) -> Any:
    """The same with the first applicant, who decides the column, beside each; none where there is none."""
    return _scoped(organ).annotate(first_applicant=FilteredRelation("applicants", condition=Q(applicants__position=1)))


def _arrived() -> Any:
    """The day that decides the year: the first receipt, or the last restart where the settings say so."""
    received = F("received_on")
    if law_settings().annual_new_by == "first_receipt":
        return received
    restarts = [
        Coalesce(Subquery(_latest(Correction, "corrected_on"), output_field=DateField()), received),
        Coalesce(Subquery(_latest(FeeCharge, "paid_on"), output_field=DateField()), received),
    ]
    return Greatest(received, *restarts)


def _latest(model: Any, field: str) -> Any:
    first_round = model.objects.filter(case=OuterRef("pk"), round_no=1).order_by()
    return first_round.values("case").annotate(day=Max(field)).values("day")


def table3(year: int, organ: Organ | None = None) -> Table:
    """Table three of an organ, or of the district where ``organ`` is None: seven numbers a row.

    Each row and column is counted on its own, so that the identities can fail; ``prove`` asks whether they do.
    """
    return _tables(year, organ)[0]


def _tables(year: int, organ: Organ | None) -> tuple[Table, list[int]]:
    """Table three, and what the year before carried out; one statement reads every case that can stand in either."""
    first = date(year, 1, 1)
    counted: dict[str, Counter[str | None]] = {row: Counter() for row in (*_ROW_KEYS, _BEFORE)}
    conditions = {row: _condition(row, year) for row in (NEW, CARRY_IN, TOTAL_ROW, CARRY_OUT)}
    conditions[_BEFORE] = _condition(CARRY_OUT, year - 1)
    concerned = Q(first_closed_on=None) | Q(first_closed_on__gte=first) | Q(arrived__gte=first)
    groups = (
        _cases(organ)
        .filter(concerned)
        .values("first_applicant__category", "first_outcome")
        .annotate(**{f"in_{row}": Count("pk", filter=condition) for row, condition in conditions.items()})
    )
    for group in groups:
        category = group["first_applicant__category"]
        for row in conditions:
            counted[row][category] += group[f"in_{row}"]
        if group["first_outcome"] in OUTCOMES:
            counted[OUTCOMES[group["first_outcome"]].row][category] += group[f"in_{TOTAL_ROW}"]
    table = {row: [*(of[category] for category in COLUMN_OF), of.total()] for row, of in counted.items()}
    carried = table.pop(_BEFORE)
    return table, carried


def cases_behind(row: str, column: str, year: int, organ: Organ | None = None) -> CaseQuerySet:
    """The cases a cell of table three counts; as many as its number says.

    :raises BadValue: no such row or column.
    """
    if row not in _ROW_KEYS:
        raise BadValue(f"表三没有“{row}”这一行，可用：{'、'.join(_ROW_KEYS)}。", field="cell")
    if column not in COLUMNS:
        raise BadValue(f"表三没有“{column}”这一列，可用：{'、'.join(COLUMNS)}。", field="cell")
    found = _condition(row, year)
    if column != TOTAL:
        code = next(code for code, label in COLUMN_OF.items() if label == column)
        found &= Q(Exists(Applicant.objects.filter(case=OuterRef("pk"), position=1, category=code)))
    cases: CaseQuerySet = _scoped(organ).filter(found).order_by("received_on", "pk")
    return cases


def table2(year: int, organ: Organ | None = None) -> dict[str, Any]:
    """Table two from the entered figures; None where nothing has been entered."""
    sums = _entered(year, organ)
    rows: dict[str, Any] = {}
    for row in TABLE_2:
        cells = [sums.get((row.key, column)) for column in row.columns]
        if all(cell is None for cell in cells):
            rows[row.key] = None
        elif len(cells) == 1:
            rows[row.key] = plain(cells[0] or Decimal(0))
        else:
            rows[row.key] = [plain(cell or Decimal(0)) for cell in cells]
    return rows


def table4(year: int, organ: Organ | None = None) -> dict[str, Any]:
    """Table four from the reconsiderations and suits of the cases, and the entered figures of those kept elsewhere.

    A case counts once in its block, by its state on 31 December; totals are summed here, never entered.
    """
    sums = _entered(year, organ)
    blocks: dict[str, Any] = {"columns": list(BLOCK_COLUMNS)}
    for block, column in ((block, column) for block in BLOCKS for column in BLOCK_COLUMNS[:-1]):
        entered = int(sums.get((block, column), Decimal(0)))
        blocks.setdefault(block, []).append(remedies_behind(block, column, year, organ).count() + entered)
    for block in BLOCKS:
        blocks[block].append(sum(blocks[block]))
    return blocks


def remedies_behind(block: str, column: str, year: int, organ: Organ | None = None) -> QuerySet[Remedy]:
    """The reconsiderations or suits a cell of table four counts, but for entered figures.

    Whatever was pending in the year is in it: received by its end and not decided before its beginning (law.md §2.5).

    :raises BadValue: no such block or column.
    """
    if block not in BLOCKS or column not in BLOCK_COLUMNS:
        raise BadValue(f"表四没有“{block}·{column}”这一格，请从表中选择。", field="cell")
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = Remedy.objects.filter(kind=_KINDS[block], received_on__lte=last).order_by("received_on", "pk")
    found = found.filter(Q(decided_on=None) | Q(decided_on__gte=first))
    if organ is not None:
        found = found.filter(case__organ=organ)
    pending = Q(decided_on=None) | Q(decided_on__gt=last)
    if column == BLOCK_COLUMNS[3]:
        return found.filter(pending)
    return found if column == TOTAL else found.exclude(pending).filter(result=_RESULTS[column])


def _entered(year: int, organ: Organ | None) -> dict[tuple[str, str], Decimal]:
    figures = AnnualFigure.objects.filter(year=year).order_by()
    if organ is not None:
        figures = figures.filter(organ=organ)
    return {(row, column): value for row, column, value in figures.values_list("row", "column").annotate(Sum("value"))}


def report(year: int, organ: Organ | None = None) -> dict[str, Any]:
    """The report's tables in the form of the published ones, with every identity proven.

    :raises Unbalanced: an identity does not hold; nothing is handed out then.
    """
    table, carried = _tables(year, organ)
    content = {
        "organ": organ.name if organ else "全区",
        "year": year,
        "format": "2021",
        "columns": list(COLUMNS),
        "table2": table2(year, organ),
        "table3": table,
        "table4": table4(year, organ),
    }
    prove(content, carried, year, organ)
    return content


def prove(content: dict[str, Any], carried: list[int], year: int, organ: Organ | None) -> None:
    """Identities I1–I5, and last year's carry-out against this year's carry-in, live and as published.

    :param carried: what the live cases carried out of the year before, by column.
    :raises Unbalanced: naming the columns and the cases that may be the cause.
    """
    verdict = check(content)
    assert not verdict.unreadable, verdict.unreadable
    findings = list(verdict.faults)
    seams = [("实时数据", carried)]
    frozen = FrozenReport.objects.filter(scope=organ.code if organ else FrozenReport.DISTRICT, year=year - 1).first()
    if frozen is not None:
        seams.append(("已公布的上年报告", frozen.content["table3"][CARRY_OUT]))
    for what, numbers in seams:
        for column, before, now in zip(COLUMNS, numbers, content["table3"][CARRY_IN], strict=True):
            if before != now:
                message = f"“{column}”列：{what}结转下年度 {before} 件，本年“上年结转”为 {now} 件。"
                findings.append(Finding("E", column, Decimal(before), Decimal(now), message))
    if findings:
        raise Unbalanced(findings, list(_suspects(year, organ)))


def _suspects(year: int, organ: Organ | None) -> Iterator[str]:
    """Cases whose facts cannot stand in the tables, each with what is wrong."""
    cases = _cases(organ)
    closed = _condition(TOTAL_ROW, year)
    doubts = (
        (Q(first_closed_on__lt=F("arrived")), "办结日早于收到日"),
        (closed & ~Q(first_outcome__in=list(OUTCOMES)), "已办结而没有答复结果"),
        (Q(first_applicant__category=None), "没有申请人"),
        (Q(first_closed_on=None) & ~Q(closed_on=None), "已办结而没有首次办结日"),
    )
    for doubt, what in doubts:
        for number in cases.filter(doubt).values_list("case_number", flat=True)[:_SHOWN_SUSPECTS]:
            yield f"{number}（{what}）"
