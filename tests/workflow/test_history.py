"""The history is append-only: the database refuses changes, and whoever gets round it is found, by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from casework.models import CaseEvent, EventStream
from tests.conftest import set_triggers
from tests.roads import Road

pytestmark = pytest.mark.django_db


def check() -> str:
    """What `verify_log` says; it ends with 1 where a chain does not fit."""
    said = StringIO()
    try:
        call_command("verify_log", stdout=said)
    except SystemExit as ended:
        assert ended.code == 1
        return said.getvalue()
    assert "校验通过" in said.getvalue()
    return ""


@pytest.fixture
def unguarded(road: Road) -> Iterator[Road]:
    """A case with some history, in a database whose triggers somebody has removed."""
    road.to("in_review")
    assert check() == ""
    set_triggers("drop")
    yield road
    set_triggers("create")


@pytest.mark.parametrize("statement", ["UPDATE casework_caseevent SET verb = 'note'", "DELETE FROM casework_caseevent"])
def test_the_database_refuses_to_rewrite_history(road: Road, statement: str) -> None:
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert check() == ""


TAMPERINGS: dict[str, Callable[[Any], object]] = {
    "data": lambda row: CaseEvent.objects.filter(pk=row.pk).update(data={"note": "改过"}),
    "actor": lambda row: CaseEvent.objects.filter(pk=row.pk).update(actor=None),
    "time": lambda row: CaseEvent.objects.filter(pk=row.pk).update(at=row.at.replace(year=2020)),
    "date": lambda row: CaseEvent.objects.filter(pk=row.pk).update(effective_on="2020-01-01"),
    "status": lambda row: CaseEvent.objects.filter(pk=row.pk).update(target="archived"),
    "hash": lambda row: CaseEvent.objects.filter(pk=row.pk).update(hash="0" * 64),
    "deleted": lambda row: CaseEvent.objects.filter(pk=row.pk).delete(),
}


@pytest.mark.parametrize("position", [1, 3, 5], ids=["first", "middle", "last"])
@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_row_changed_by_hand_is_named(unguarded: Road, how: str, position: int) -> None:
    row = CaseEvent.objects.get(stream=f"case:{unguarded.case.pk}", seq=position)
    TAMPERINGS[how](row)
    found = check()
    assert f"case:{unguarded.case.pk} 第 {position} 条" in found


def test_a_history_taken_away_whole_is_missed(unguarded: Road) -> None:
    CaseEvent.objects.filter(case=unguarded.case).delete()
    EventStream.objects.filter(pk=f"case:{unguarded.case.pk}").delete()
    assert f"case:{unguarded.case.pk}" in check()
