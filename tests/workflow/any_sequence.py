"""What a person might say with each verb, drawn at random, and what must hold whatever was said and done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from casework.acts import deadlines, transfer
from casework.acts.clock import standing
from casework.law.clock import Consulted, Extended, Fact, Received
from casework.law.states import TRANSITIONS, Status
from casework.models import Case, Deadline, Remedy
from letters import offered
from tests.law.oracle import is_workday, walk
from tests.roads import FACTS, Cast
from workflow.drift import apart

Draw = Callable[[st.SearchStrategy[Any]], Any]
TEXT = "经核实，情况属实。"
STEPS = {(row.source.value, row.verb, row.target.value) for row in TRANSITIONS}
NUMBERS = ("XA12345678937", "XA12345678938")


class Said:
    """The facts of one act, drawn for a case on a day. Most fit, some contradict others: those must be refused."""

    def __init__(self, draw: Draw, case: Case, cast: Cast, today: date) -> None:
        self.draw, self.case, self.cast, self.today = draw, case, cast, today
        self.here = {"round_no": case.round_no}

    def one(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def day(self) -> date:
        """Today as a rule; some days ago; seldom before the receipt or still to come."""
        back = self.one(0, 0, 0, 0, 1, 3, 7, -1, (self.today - self.case.received_on).days, 40)
        return self.today - timedelta(back)

    def maybe(self) -> date | None:
        return self.one(None, self.day(), self.today)

    def unit(self) -> Any:
        codes = ("370112002", "370112002", "370112002", "LC13", "LC20")
        return self.cast.organs[self.one(*codes)].units.get()

    def last(self, rows: str, **conditions: Any) -> int:
        """The number of a row the act could be about; of none where there is none."""
        found = list(getattr(self.case, rows).filter(**conditions).values_list("pk", flat=True))
        return self.one(*found) if found else 0

    def facts(self, verb: str) -> dict[str, Any]:
        made = getattr(self, verb, None)
        return made() if made else {}

    # -- what each verb says; a verb not named here says nothing ------------------------------------------------------

    def split(self) -> dict[str, Any]:
        return {"matters": self.one(["甲事项", "乙事项"], ["甲事项"])}

    def amend_receipt(self) -> dict[str, Any]:
        channel, name = self.one(("mail_signed", "signed_on"), ("in_person", "submitted_on"))
        day = self.case.received_on + timedelta(self.one(0, 1, -1, 5))
        return {"channel": channel, "evidence": {name: day}, "reason": TEXT}

    def request_correction(self) -> dict[str, Any]:
        return {
            "matters": "请写明文件名称", "sent_on": self.maybe(), "delivered_on": self.maybe(),
            "period_wd": self.one(None, 1, 5, 15), "override_reason": self.one("", TEXT),
        }  # fmt: skip

    def prolong_correction(self) -> dict[str, Any]:
        return {"prolonged_to": self.today + timedelta(self.one(0, 7, 30)), "good_reason": TEXT}

    def receive_correction(self) -> dict[str, Any]:
        return {"corrected_on": self.day(), "late_reason": self.one("", TEXT)}

    def deem_abandoned(self) -> dict[str, Any]:
        return {"delivered_on": self.maybe()}

    def assign(self) -> dict[str, Any]:
        return {"unit": self.unit()}

    def transfer(self) -> dict[str, Any]:
        return {"unit": self.unit(), "reason": TEXT}

    settle_dispute = transfer

    def reassign(self) -> dict[str, Any]:
        return {"handler": self.one(*transfer.colleagues(self.case), self.cast.handler), "reason": self.one(TEXT, "")}

    def decline(self) -> dict[str, Any]:
        return {"reason": self.one(TEXT, "")}

    raise_dispute = flag_hard = decline

    def answer_on_spot(self) -> dict[str, Any]:
        return {"outcome_code": self.one("G1", "R3"), "ground": "", "facts": FACTS["G1"]}

    def charge(self) -> dict[str, Any]:
        mode = self.one("items", "pages")
        said = {"mode": mode, "quantity": self.one(31, 50, 1), "count_reason": self.one(TEXT, TEXT, "")}
        return said | {"sent_on": self.maybe(), "received_on": self.maybe()}

    def receive_payment(self) -> dict[str, Any]:
        return {"paid_on": self.day(), "late_reason": self.one("", TEXT)}

    def consult(self) -> dict[str, Any]:
        return {
            "kind": self.one("third_party", "co_issuer", "organ", "determine"), "party": "某单位", "subject": "合同",
            "sent_on": self.maybe(), "received_on": self.maybe(),
        }  # fmt: skip

    def enter_delivery(self) -> dict[str, Any]:
        asked = f"consultation:{self.last('consultations', closed_on=None)}"
        return {"paper": self.one("correction", "fee", asked), "delivered_on": self.day()}

    def close_consultation(self) -> dict[str, Any]:
        which = self.one({"closed_on": None}, {"closed_on": None}, {"opinion": "silent"})
        return {
            "consultation_id": self.last("consultations", **self.here, **which),
            "opinion": self.one("agree", "refuse", "partly", "silent"), "opinion_on": self.maybe(),
            "received_on": self.maybe(), "grounds_reasonable": self.one(True, False, None),
        }  # fmt: skip

    def override_objection(self) -> dict[str, Any]:
        number = self.last("consultations", **self.here, opinion__in=("refuse", "partly"))
        return {
            "consultation_id": number,
            "reason": TEXT,
            "party_told_on": self.maybe(),
            "wait_wd": self.one(None, 0, 3),
        }

    def request_assistance(self) -> dict[str, Any]:
        return {"units": [self.unit()], "subject": TEXT, "due_on": self.one(None, self.today + timedelta(2))}

    def answer_assistance(self) -> dict[str, Any]:
        return {"answer": TEXT}

    def record_meeting(self) -> dict[str, Any]:
        return {"held_on": self.day(), "participants": "两单位", "minutes": TEXT}

    def guide(self) -> dict[str, Any]:
        return {"text": TEXT}

    note = guide

    def ask_reasons(self) -> dict[str, Any]:
        return {"count": 120, "period": "2026年1月", "evidence": TEXT, "sent_on": self.maybe()}

    def receive_reasons(self) -> dict[str, Any]:
        said = self.one("", TEXT)
        return {"reasonable": self.one(True, False), "assessment": TEXT, "answer": said, "answered_on": self.maybe()}

    def delay(self) -> dict[str, Any]:
        return {"until": self.today + timedelta(self.one(0, 20, 60)), "reason": TEXT, "notified_on": self.maybe()}

    def request_extension(self) -> dict[str, Any]:
        return {"days": self.one(1, 5, 10, 20, 21), "reason": TEXT}

    def extend(self) -> dict[str, Any]:
        return {"approve": self.one(True, True, False), "reason": self.one(TEXT, ""), "notified_on": self.maybe()}

    def draft(self) -> dict[str, Any]:
        code = self.one(*FACTS)
        return {"outcome_code": code, "ground": TEXT, "facts": FACTS[code]}

    def record_search(self) -> dict[str, Any]:
        said = {"places": "档案室", "keywords": "方案", "persons": "李承办", "result": "未检索到"}
        return said | {"searched_on": self.day(), "found": self.one(True, False)}

    def return_to(self) -> dict[str, Any]:
        return {"opinion": self.one(TEXT, "")}

    def approve_secrecy(self) -> dict[str, Any]:
        return {"opinion": "同意。"}

    approve_legal = sign_off = submit = approve_secrecy

    def issue_notice(self) -> dict[str, Any]:
        due = [(paper.key, paper.about or None) for paper in offered.due_notices(self.case)]
        key, about = self.one(*due, ("F12", None))
        return {"key": key, "about": about, "way": self.one(None, None, "")}

    def send_notice(self) -> dict[str, Any]:
        return self.serve() | {"letter_id": self.last("letters")}

    def file_reply(self) -> dict[str, Any]:
        return {"filed_on": self.maybe(), "reference": self.one("", "7号")}

    def serve(self) -> dict[str, Any]:
        way = self.one("post", "direct", "left", "electronic")
        return {
            "way": way, "served_on": self.day(), "carrier": "中国邮政", "tracking_number": self.one(*NUMBERS, ""),
            "receiver": self.one("张建国", ""), "witnesses": "某居委会",
        }  # fmt: skip

    serve_again = serve

    def follow_service(self) -> dict[str, Any]:
        said = {"note": "查无此人", "witnesses": "某居委会"}
        result = self.one("delivered", "returned", "refused")
        return said | {"service_id": self.last("services"), "result": result, "on": self.day()}

    def void_letter(self) -> dict[str, Any]:
        return {
            "letter_id": self.last("letters"),
            "reason": TEXT,
            "reissue": self.one(False, True),
            "not_sent": self.one(False, True),
        }

    def issue_correction(self) -> dict[str, Any]:
        return {"letter_id": self.last("letters"), "changes": ["“甲”应为“乙”"]}

    def archive(self) -> dict[str, Any]:
        return {"retention": "10年", "opinion": "两次邮寄均被退回"}

    def withdraw(self) -> dict[str, Any]:
        return {"reason": TEXT, "withdrawn_on": self.maybe()}

    def file_remedy(self) -> dict[str, Any]:
        kind = self.one("reconsideration", "suit_direct")
        against = self.one("silence", "reply", "step")
        return {"kind": kind, "body": "济南市人民政府", "received_on": self.day(), "against": against}

    def answer_remedy(self) -> dict[str, Any]:
        return {"remedy_id": self.last("remedies"), "answered_on": self.day()}

    def close_remedy(self) -> dict[str, Any]:
        return {
            "remedy_id": self.last("remedies"), "ruling": self.one(Remedy.Ruling.REVOKE, Remedy.Ruling.UPHOLD).value,
            "decided_on": self.day(), "decision_received_on": self.day(), "orders_new_reply": self.one(True, False),
            "new_reply_days": self.one(None, 10),
        }  # fmt: skip

    def amend_remedy(self) -> dict[str, Any]:
        return self.close_remedy() | {"reason": self.one(TEXT, "")}

    def remand(self) -> dict[str, Any]:
        return {"remedy_id": self.last("remedies")}

    def link(self) -> dict[str, Any]:
        return {"other_number": self.case.case_number, "kind": "same_matter"}

    def record_talk(self) -> dict[str, Any]:
        return {"talked_on": self.day(), "way": "phone", "content": TEXT, "result": "explained"}

    def attach(self) -> dict[str, Any]:
        upload = SimpleUploadedFile("说明.pdf", BytesIO(b"%PDF-1.4\n%%EOF\n").read())
        return {"upload": upload, "name": "说明.pdf", "kind": "other"}


# -- what must hold --------------------------------------------------------------------------------------------------


def broken(case: Case, today: date) -> Iterator[str]:
    """Every promise of the model that does not hold for this case."""
    for row in case.events.filter(target__gt="", verb__in={verb for _, verb, _ in STEPS}):
        if (row.source, row.verb, row.target) not in STEPS:
            yield f"illegal step {row.source} {row.verb} {row.target}"
    last = case.events.filter(target__gt="").order_by("-seq").first()
    if case.status not in set(Status) or last is None or last.target != case.status:
        yield f"status {case.status} is not what the last event says"
    for drift in apart(case, today):
        yield f"drift: {drift.what}"
    yield from _dates(case)
    yield from _rows(case, today)


def _dates(case: Case) -> Iterator[str]:
    if not case.is_open:
        return
    counted = counted_by_hand(case)
    if (case.base_on, case.due_on) != counted:
        yield f"clock {case.base_on}, {case.due_on}; counted by hand {counted}"


def counted_by_hand(case: Case) -> tuple[date | None, date | None]:
    """Base and reply date from the rows of the case, day by day on another calendar."""
    here = {"round_no": case.round_no}
    corrections, fees = case.corrections.filter(**here), case.feecharges.filter(**here)
    if corrections.filter(corrected_on=None).exists() or fees.filter(paid_on=None).exists():
        return None, None
    first = case.received_on
    set_days: list[tuple[date, date]] = []
    if case.round_no > 1:
        order = case.remedies.get(opened_round=case.round_no)
        first = order.decision_received_on
        set_days += [(first, order.new_reply_by)] if order.new_reply_by else []
    start = max([first, *(row.corrected_on for row in corrections), *(row.paid_on for row in fees)])
    facts: list[Fact] = [Received(start)]
    for asked in case.consultations.filter(**here):
        facts.append(Consulted(str(asked.pk), "organ", asked.sent_on, asked.received_on, asked.opinion_on))
    for longer in case.extensions.filter(**here, approved_on__gte=start):
        facts.append(Extended(longer.days, longer.approved_on, longer.notified_on))
    counted = walk(facts, is_workday)
    assert counted is not None
    set_days += [(row.decided_on, row.until) for row in case.artdelays.filter(**here, notified_on__lte=counted["due"])]
    due = next((until for decided, until in set_days if decided >= start), counted["due"])
    return counted["base"], due


def _rows(case: Case, today: date) -> Iterator[str]:
    """The rows of the timers are those of the reading: none missing, none left over."""
    rows = Deadline.objects.filter(case=case).exclude(kind__in=(*deadlines.APART, Deadline.Kind.STAGE))
    wanted = set(deadlines.running(standing(case, today=today))) if case.is_open else set()
    there = {(row.kind, row.ref, row.due_on): row.state for row in rows}
    if missing := {key for key in wanted if there.get(key, "cancelled") == "cancelled"}:
        yield f"limits without a timer: {missing}"
    if left := {key for key, state in there.items() if state in {"waiting", "refused"}} - wanted:
        yield f"timers without a limit: {left}"
