"""答复备案 (T26): off unless the district asks for it; then a limit, a warning, a notice and an entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from casework.acts import filing
from casework.errors import BadValue, WrongState
from casework.lawbook import law_settings
from casework.models import CaseEvent, Deadline, Filing, Notice, Organ
from casework.permissions import permitted_verbs
from tests.roads import Road, moment
from workflow.models import Step
from workflow.pages.actions import actions
from workflow.timers import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_for(settings) -> Iterator[None]:
    settings.LAW = {"filing": "required"}
    law_settings.cache_clear()
    yield
    law_settings.cache_clear()


@pytest.fixture
def replied(road: Road) -> Road:
    """A department's reply, gone out on Monday 2 March 2026 (the limit is Thursday the 5th)."""
    road.to("awaiting_service")
    Organ.objects.filter(pk=road.case.organ_id).update(kind=Organ.Kind.DEPARTMENT)
    road.act("serve", "clerk", way="post", served_on=road.day, carrier="中国邮政", tracking_number="XA12345678937")
    return road


def rows(road: Road) -> list[tuple[str, str, str]]:
    kinds = (Deadline.Kind.FILING_SOON, Deadline.Kind.FILING)
    found = Deadline.objects.filter(case=road.case, kind__in=kinds).order_by("kind")
    return [(row.kind, str(row.due_on), row.state) for row in found]


def offered(road: Road) -> bool:
    step = Step.objects.filter(case=road.case, finished=None).first()
    shown = actions(road.case, step, permitted_verbs(road.cast.clerk, road.case), road.day)
    buttons = [*shown.often, *(button for _, of_kind in shown.more for button in of_kind)]
    return any("file_reply" in button.get("url", "") for button in buttons)


def told(road: Road, who: str, kind: str) -> list[str]:
    return list(Notice.objects.filter(staff=getattr(road.cast, who), kind=kind).values_list("text", flat=True))


def test_it_is_off_by_default(replied: Road) -> None:
    assert rows(replied) == [] and not offered(replied)
    with pytest.raises(WrongState, match="没有需要向区政府办公室备案的答复"):
        replied.act("file_reply", "clerk")
    assert not Filing.objects.exists()


def test_the_districts_own_reply_is_filed_with_nobody(road: Road, asked_for: None) -> None:
    assert road.case.organ.kind == Organ.Kind.GOVERNMENT
    road.to("replied")
    assert rows(road) == [] and not offered(road)


def test_three_working_days_then_the_district_is_told(asked_for: None, replied: Road) -> None:
    assert replied.case.closed_on == date(2026, 3, 2)
    assert rows(replied) == [("filing", "2026-03-05", "waiting"), ("filing_soon", "2026-03-05", "waiting")]
    assert offered(replied)
    sweep(moment(date(2026, 3, 4)), date(2026, 3, 4))
    assert told(replied, "clerk", "filing_soon") == []
    for hour in (9, 10):
        sweep(moment(date(2026, 3, 5), hour), date(2026, 3, 5))
    (line,) = told(replied, "clerk", "filing_soon")
    assert "答复备案今天到期（2026年3月5日）" in line
    assert told(replied, "supervisor", "filing_soon") == []
    sweep(moment(date(2026, 3, 6)), date(2026, 3, 6))
    for who in ("clerk", "head", "supervisor"):
        assert "答复备案已超过期限（2026年3月5日）" in told(replied, who, "filing")[0], who


def test_filing_ends_the_timers_and_is_on_record(asked_for: None, replied: Road) -> None:
    due_on = replied.case.due_on
    replied.day = date(2026, 3, 4)
    for day, words in ((date(2026, 3, 1), "早于此前的"), (date(2026, 3, 5), "晚于今天")):
        with pytest.raises(BadValue, match=words):
            replied.act("file_reply", "clerk", filed_on=day)
    replied.act("file_reply", "clerk", filed_on=date(2026, 3, 3), reference="历办备〔2026〕7号")
    assert {state for _, _, state in rows(replied)} == {"cancelled"}
    assert replied.case.status == "replied" and replied.case.due_on == due_on
    event = CaseEvent.objects.get(case=replied.case, verb="file_reply")
    assert event.data == {"reference": "历办备〔2026〕7号", "late": False} and str(event.effective_on) == "2026-03-03"
    assert told(replied, "supervisor", "filing") == [f"{replied.case.case_number} 区政府已报送答复备案"]
    sweep(moment(date(2026, 3, 9)), date(2026, 3, 9))
    assert told(replied, "clerk", "filing") == [] and not offered(replied)
    with pytest.raises(WrongState, match="已经登记备案"):
        replied.act("file_reply", "clerk")


def test_the_timers_follow_the_calendar(asked_for: None, replied: Road) -> None:
    Deadline.objects.filter(case=replied.case, kind__startswith="filing").update(due_on=date(2026, 3, 4))
    for _ in range(2):
        filing.recount_all()
        assert [row for row in rows(replied) if row[2] == "waiting"] == [
            ("filing", "2026-03-05", "waiting"), ("filing_soon", "2026-03-05", "waiting"),
        ]  # fmt: skip


def test_it_is_entered_late_and_after_the_archive(asked_for: None, replied: Road) -> None:
    replied.act("archive", "clerk")
    replied.day = date(2026, 3, 10)
    client = Client()
    client.force_login(replied.cast.clerk)
    address = reverse("act", args=[replied.case.pk, "file_reply"])
    page = client.get(reverse("case", args=[replied.case.pk])).content.decode()
    assert "尚未备案，期限为2026年3月5日" in page and address in page
    form = client.get(address)
    version = form.context["form"].case.version
    client.post(address, {"filed_on": "2026-03-10", "reference": "7号", "version": version})
    page = client.get(reverse("case", args=[replied.case.pk])).content.decode()
    assert "已备案，逾期" in page and "备案编号 7号" in page and "逾期备案" in page
