"""Many cases at once, past the acts: for counting statements and for measuring only."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from django.db import connection

from casework.law.states import Status
from casework.lawbook import working_calendar
from casework.models import Applicant, Case, Organ, Staff
from casework.now import SHANGHAI
from casework.personal import blind_index
from workflow.flows import node
from workflow.models import Round, Step

NAMES = ("张建国", "李秀英", "王伟", "刘桂兰", "陈志强")
ASKED = (
    "集体土地征收补偿安置方案",
    "旧村改造项目征地批复",
    "房屋征收补偿协议",
    "业主委员会备案材料",
    "养老保险资金拨付凭证",
)


def make(number: int, *, organ: Organ, clerk: Staff, handler: Staff, today: date, seed: int = 1) -> None:
    """Write ``number`` cases of the last two years with an applicant, an open or finished desk each."""
    chance, calendar = random.Random(seed), working_calendar()
    first = Case.objects.filter(organ=organ).count() + 1
    cases = []
    for serial in range(first, first + number):
        day = calendar.next_working_day(today - timedelta(days=chance.randrange(730)))
        due = calendar.nth_working_day_after(min(day, today), 20)
        closed = due < today
        cases.append(
            Case(
                organ=organ, unit=handler.unit, handler=handler, year=today.year, serial=serial,
                case_number=f"{organ.number_word}申〔{today.year}〕{serial}号", submit_key=f"many-{serial}",
                status=Status.ARCHIVED.value if closed else Status.IN_PROGRESS.value, channel="mail_signed",
                received_on=min(day, today), safe_received_on=min(day, today),
                registered_at=datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI), registered_by=clerk,
                title=f"{chance.choice(ASKED)}（{serial}）", description=f"申请公开：{chance.choice(ASKED)}。",
                clock_state="closed" if closed else "running", base_on=due, due_on=due, warn_on=due,
                outcome="G1" if closed else "", closed_on=due if closed else None, late=False if closed else None,
                first_outcome="G1" if closed else "", first_closed_on=due if closed else None,
            )
        )  # fmt: skip
    made = Case.objects.bulk_create(cases, batch_size=500)
    _people(made, chance)
    _desks(made, handler)


def _people(cases: list[Case], chance: random.Random) -> None:
    index = {name: blind_index(name, "name") for name in NAMES}
    rows = []
    for case in cases:
        name = chance.choice(NAMES)
        rows.append(
            Applicant(case=case, category="natural_person", name=name, phone="13800000000", name_index=index[name])
        )
    Applicant.objects.bulk_create(rows, batch_size=500)


def _desks(cases: list[Case], handler: Staff) -> None:
    """One round and one desk a case, as the route leaves them."""
    rounds = [
        Round(case=case, flow_class=node("draft").flow_class, number=1, entry="draft", created=case.registered_at)
        for case in cases
    ]
    rounds = Round.objects.bulk_create(rounds, batch_size=500)
    steps = [
        Step(
            process=row, case=case, flow_task=node("draft"), flow_task_type="FUNCTION", owner=handler,
            created=case.registered_at, finished=None if case.closed_on is None else case.registered_at,
            done_by=None if case.closed_on is None else handler,
        )
        for row, case in zip(rounds, cases, strict=True)
    ]  # fmt: skip
    Step.objects.bulk_create(steps, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
