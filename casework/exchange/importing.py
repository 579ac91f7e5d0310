"""An older register becomes cases: read, told, written in batches; sending it again adds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import transaction

from casework.acts.import_case import OldCase, import_cases
from casework.errors import BadValue
from casework.exchange.mapping import FIELDS, Mapping, fitting
from casework.exchange.rows import Reader, Told
from casework.exchange.sheets import HEADER_WITHIN, Line, header_of, lines
from casework.models import Case, Organ, Staff

BATCH = 1000
_EMPTY = "文件是空的，没有可以导入的行。"
OpenRounds = Callable[[Sequence[Case], datetime], None]


@dataclass
class Result:
    """``read`` = accepted + refused + unchanged; ``refused_lines`` are kept to be written back with their reasons.

    The first ``absent`` warnings are about columns the mapping names and the file lacks.
    """

    header: tuple[str, ...]
    read: int = 0
    accepted: int = 0
    refused: int = 0
    unchanged: int = 0
    absent: int = 0
    errors: list[Told] = field(default_factory=list)
    warnings: list[Told] = field(default_factory=list)
    refused_lines: list[tuple[Line, str]] = field(default_factory=list)


def run(
    path: Path,
    *,
    mapping: Mapping | None,
    organ: Organ | None,
    actor: Staff,
    at: datetime,
    today: date,
    first: date,
    dry_run: bool,
    open_rounds: OpenRounds,
    progress: Callable[[Result], None],
    source: str = "",
) -> Result:
    """Import a register.

    :param first: the first day the calendar covers. :param open_rounds: puts the open cases on their first desk.
    :param progress: told after every batch, in the transaction that wrote it. :param source: the name for the log.
    :raises casework.exchange.sheets.Unreadable: no register. :raises BadValue: no mapping fits its header.
    """
    rows = lines(path)
    top = list(islice(rows, HEADER_WITHIN))
    if not top:
        raise BadValue(_EMPTY, field="file")
    mapping, at_row, header = _under(top, mapping)
    whose = organ or _fixed_organ(mapping, dry_run=dry_run)
    reader = Reader(mapping, mapping.places(header), header, organ=whose, today=today, first=first)
    result = Result(header, warnings=_absent(mapping, header, top[at_row].number))
    result.absent = len(result.warnings)
    for batch in _batches(chain(top[at_row + 1 :], rows)):
        wanted = _read(batch, reader, result)
        wanted = _not_yet_here(wanted, result)
        result.accepted += len(wanted)
        with transaction.atomic():
            if not dry_run:
                _write(wanted, actor=actor, at=at, today=today, source=source or path.name, open_rounds=open_rounds)
            progress(result)
    return result


def _absent(mapping: Mapping, header: Sequence[str], line: int) -> list[Told]:
    """What of a foreign register's mapping the file does not have: a misspelt title would else go unnoticed."""
    if mapping.own:
        return []
    places = mapping.places(header)
    return [
        Told(
            line, titles[0], f"文件的表头没有“{'、'.join(titles)}”这一列，{FIELDS[name]}一律按空白计，请核对映射文件。"
        )
        for name, titles in mapping.columns.items()
        if name not in places
    ]


def check_head(path: Path, mapping: Mapping) -> None:
    """Look whether this can be a register at all, by its first rows.

    :raises casework.exchange.sheets.Unreadable, BadValue: as ``run`` would.
    """
    top = list(islice(lines(path), HEADER_WITHIN))
    if not top:
        raise BadValue(_EMPTY, field="file")
    _under(top, mapping)


def _under(top: Sequence[Line], mapping: Mapping | None) -> tuple[Mapping, int, tuple[str, ...]]:
    """The mapping and the header row it fits."""
    if mapping is None:
        for at in range(len(top)):
            _, header = header_of(top[at : at + 1], [])
            if (found := fitting(header)) is not None:
                return found, at, header
        raise BadValue(
            "没有随系统提供的映射文件适合这个文件的表头，请用 --map 指定映射文件（写法见 import_register --help）。",
            field="map",
        )
    at, header = header_of(top, [mapping.columns[name] for name in ("received_on", "title")])
    if missing := mapping.missing(header):
        raise BadValue(f"文件的表头缺少这些列：{'、'.join(missing)}。请核对文件或者映射文件。", field="map")
    return mapping, at, header


def _fixed_organ(mapping: Mapping, *, dry_run: bool) -> Organ | None:
    """The organ all rows belong to, where the mapping says so; a foreign one is set up on its first import."""
    if "code" not in mapping.organ:
        return None
    code, name = mapping.organ["code"], mapping.organ.get("name", mapping.organ["code"])
    found = Organ.objects.filter(code=code).first()
    if found is not None:
        return found
    organ = Organ(
        code=code, name=name, short_name=name[:40], kind=Organ.Kind.DEPARTMENT, sort=999,
        number_word=mapping.organ.get("number_word", code)[:20], active=False,
    )  # fmt: skip
    if not dry_run:
        organ.save()
    return organ


def _batches(rows: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _read(batch: Sequence[Line], reader: Reader, result: Result) -> list[OldCase]:
    good = []
    for line in batch:
        reading = reader.read(line)
        result.read += 1
        result.warnings += reading.remarks
        if reading.faults:
            result.refused += 1
            result.errors += reading.faults
            result.refused_lines.append((line, "".join(f"“{told.field}”{told.reason}" for told in reading.faults)))
        elif reading.case is not None:
            good.append(reading.case)
    return good


def _not_yet_here(wanted: Sequence[OldCase], result: Result) -> list[OldCase]:
    """Leave out what an earlier import brought, or what was registered here under the same number."""
    fields = ("received_on", "closed_on")
    keys = [old.key for old in wanted]
    numbers = [old.case_number for old in wanted if old.case_number]
    here: dict[str, Any] = {}
    for name, values in (("submit_key", keys), ("case_number", numbers)):
        for row in Case.objects.filter(**{f"{name}__in": values}).values(name, *fields):
            here[row[name]] = row
    fresh = []
    for old in wanted:
        row = here.get(old.key) or here.get(old.case_number)
        if row is None:
            fresh.append(old)
            continue
        result.unchanged += 1
        if row["received_on"] != old.received_on or (old.closed_on and row["closed_on"] != old.closed_on):
            reason = "系统中已有此件，日期与文件不同，未改动；需要更正的，请在办件中更正。"
            result.warnings.append(Told(old.line, "", reason))
    return fresh


def _write(
    batch: Sequence[OldCase], *, actor: Staff, at: datetime, today: date, source: str, open_rounds: OpenRounds
) -> None:
    """One batch: cases, events and desks."""
    if batch:
        cases = import_cases(actor=actor, at=at, today=today, batch=batch, source=source)
        open_rounds([case for case in cases if case.is_open], at)
