"""Every document can be reached from the pages by the right role when the case calls for it, and only by it."""

from datetime import date

import pytest

from casework.errors import NotAllowed, WrongState
from casework.law import outcomes
from casework.law.states import STATUS_LABELS
from casework.models import Case
from letters.adapter import facts_for
from letters.blocks import chinese_date
from letters.build import build
from letters.catalogue import CATALOGUE, kind
from letters.forms import BUILDERS
from letters.lint import FACT_FIELDS
from letters.models import Letter
from letters.offered import OFFERS, offer_of, offered, reach, require
from letters.samples import SPECIFIC
from letters.wording import FOLDER
from tests.roads import FACTS, Road, application, build_cast, start

pytestmark = pytest.mark.django_db
WAYS = {"reply": "拟稿审签", "notice": "制发", "correction": "更正", "print": "打印"}


@pytest.fixture
def road(db) -> Road:
    return start(build_cast(), application())


def test_table_of_document_role_and_status(golden):
    lines = []
    for row in CATALOGUE:
        roles, statuses = reach(row)
        where = "、".join(STATUS_LABELS[status] for status in statuses)
        lines.append(f"{row.key} {row.name}｜{row.trigger}｜{WAYS[offer_of(row).way]}｜{' '.join(roles)}｜{where}")
    golden("../golden_documents.txt", "\n".join(lines) + "\n")


def test_every_document_stands_in_every_place():
    """Names the file where a new document was forgotten."""
    forgotten = []
    for row in CATALOGUE:
        words = BUILDERS.keys() if row.style == "form" else {path.stem for path in FOLDER.glob("*.txt")}
        places = {
            "letters/offered.py OFFERS": row.by_decision or row.key in OFFERS,
            "letters/forms.py BUILDERS" if row.style == "form" else "letters/wording/": row.key in words,
            "letters/samples/": row.key in SPECIFIC,
        }
        forgotten += [f"{row.key}: {place}" for place, there in places.items() if not there]
    assert forgotten == []
    assert all(row.trigger and all(reach(row)) for row in CATALOGUE)
    assert FACT_FIELDS.keys() == outcomes.FACTS.keys(), "letters/lint/missing.py"


def keys(road: Road, who: str) -> set[str]:
    return {paper.key for paper in offered(Case.objects.get(pk=road.case.pk), getattr(road.cast, who))}


CONSULT = {"party": "某公司", "subject": "报价"}


def consult(road: Road, kind: str, **more) -> None:
    road.to("in_progress").act("consult", "handler", **(CONSULT | {"kind": kind, "received_on": road.day} | more))


def refuse(road: Road) -> None:
    consult(road, "third_party")
    row = road.case.consultations.get()
    said = {"opinion": "refuse", "opinion_on": road.day, "opinion_text": "商业秘密", "grounds_reasonable": True}
    road.act("close_consultation", "handler", consultation_id=row.pk, **said)
    road.act("override_objection", "head", consultation_id=row.pk, reason="关系公共安全", wait_wd=5)


def ask_reasons(road: Road) -> None:
    road.to("in_progress").act(
        "ask_reasons", "clerk", count=120, period="2026年1月至3月", evidence="涉及同一事项", period_wd=7
    )


def delay(road: Road) -> None:
    ask_reasons(road)
    road.act(
        "receive_reasons", "handler", reasonable=True, assessment="合理", answer="编写社区志", answered_on=road.day
    )
    road.act("delay", "head", until=road.case.due_on.replace(month=6), reason="涉及档案三百余卷")


def extend(road: Road) -> None:
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.act("extend", "head")


def assist(road: Road) -> None:
    units = [road.cast.stranger.unit]
    road.to("in_progress").act("request_assistance", "handler", units=units, subject="检索档案")


def wrong_record(road: Road) -> None:
    Case.objects.filter(pk=road.case.pk).update(matter=Case.Matter.RECORD_CORRECTION)
    road.case = Case.objects.get(pk=road.case.pk)
    road.to("in_progress").act("draft", "handler", outcome_code="C3", ground="", facts=FACTS["C3"])


def reconsider(road: Road) -> None:
    body = "济南市人民政府"
    road.to("replied").act("file_remedy", "clerk", kind="reconsideration", body=body, received_on=road.day)


ROADS = {
    "F03": lambda road: None,
    "F06": lambda road: road.to("examining").act("request_correction", "clerk", matters="名称不明确"),
    "F08": ask_reasons,
    "F10": delay,
    "F12": extend,
    "F13": lambda road: consult(road, "third_party"),
    "F14": lambda road: consult(road, "third_party"),
    "F15": lambda road: consult(road, "organ"),
    "F16": refuse,
    "F17": lambda road: consult(road, "co_issuer"),
    "F17-X": lambda road: consult(road, "organ"),
    "F18": assist,
    "F19": lambda road: road.to("examining").act("charge", "clerk", mode="items", quantity=12, count_reason="另有"),
    "F33-E": wrong_record,
    "F34": lambda road: road.act("withdraw", "clerk", reason="不再需要"),
    "F42": lambda road: consult(road, "determine", party="区国家保密局"),
    "F43-A": lambda road: road.to("replied", "G2"),
    "F46": reconsider,
}
GIVEN = {
    "F13": {"interest": "商业秘密"},
    "F42": {"own_view": ["暂不公开"], "answer_by": "2026-03-20"},
    "F43-A": {"information": ["年度计划"], "result": ["纳入主动公开"]},
    "F46": {"basis": ["程序合法"], "view": ["请求维持"]},
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(ROADS))
def test_each_notice_is_called_for_by_its_fact_and_made_by_the_front_desk(road, key):
    assert key == "F03" or key not in keys(road, "clerk")
    ROADS[key](road)
    assert key in keys(road, "clerk")
    for other in ("legal", "supervisor", "stranger", "editor", "admin"):
        assert key not in keys(road, other), other
    about = next((p.about for p in offered(road.case, road.cast.clerk) if p.key == key), 0)
    given = {n: date.fromisoformat(v) if n.endswith(("_on", "_by")) else tuple(v) if isinstance(v, list) else v
             for n, v in GIVEN.get(key, {}).items()}  # fmt: skip
    road.act("issue_notice", "clerk", key=key, about=about or None, given=given)
    letter = Letter.objects.get(case=road.case, code=kind(key).code, template_version__startswith=f"{key}/")
    assert letter.about == (about or None) and letter.pages >= 1


def test_a_paper_nobody_called_for_is_refused(road):
    with pytest.raises(WrongState, match="请先登记有关事项"):
        road.act("issue_notice", "clerk", key="F12")
    with pytest.raises(NotAllowed):
        require(road.case, road.cast.supervisor, "F03")


def test_a_recorded_fact_is_not_typed_over(road):
    with pytest.raises(Exception, match="取自登记的事实"):
        road.act("issue_notice", "clerk", key="F03", given={"organ_name": "某机关"})


def arrives(road: Road) -> date:
    """The notice posted last is signed for the same day."""
    on, row = road.day, road.case.services.get()
    road.act("follow_service", "clerk", service_id=row.pk, result="delivered", on=on, receiver="本人")
    return on


def test_the_refusal_of_too_many_requests_rests_on_the_reasons_asked_for(road):
    ask_reasons(road)
    road.act("issue_notice", "clerk", key="F08")
    arrives(road)
    road.day = date(2026, 4, 1)
    road.act("receive_reasons", "handler", reasonable=False, assessment="不合理")
    facts = facts_for(road.case, "F09", number=None, signed_on=road.day)
    assert facts.asked_number.endswith("号") and "120件" in facts.counts


def test_the_refusal_of_a_silent_applicant_says_that_no_reasons_came(road):
    ask_reasons(road)
    road.act("issue_notice", "clerk", key="F08")
    served = arrives(road)
    road.day = date(2026, 4, 1)
    road.act("receive_reasons", "handler", reasonable=False, assessment="不合理")
    text = build("F09", facts_for(road.case, "F09", number=None, signed_on=road.day)).text
    assert "没有说明理由" in text and chinese_date(served) in text
    assert "您说明的理由为" not in text and "说明的理由不合理" not in text


@pytest.mark.parametrize(
    ("key", "who", "never"),
    [
        ("F01", "handler", "supervisor"), ("F05", "clerk", "supervisor"), ("F36", "handler", "stranger"),
        ("F37", "supervisor", "clerk"), ("F38", "supervisor", "handler"), ("F39", "legal", "supervisor"),
        ("F40", "unit_head", "editor"), ("F45-A", "supervisor", "head"), ("F35", "clerk", "legal"),
        ("F44-A", "clerk", "legal"), ("F44-B", "handler", "head"), ("F43", "head", "clerk"),
        ("F24-D5", None, "clerk"), ("F47", "head", "clerk"),
    ],
)  # fmt: skip
def test_each_form_is_printed_by_its_people(road, key, who, never):
    if key == "F37" or key == "F38":
        road.to("in_progress")
    else:
        road.to("replied", "G2")
    assert (key in keys(road, who)) if who else True
    assert key not in keys(road, never)


def test_a_delayed_reply_names_the_notice_that_asked_for_reasons(road):
    ask_reasons(road)
    road.act("issue_notice", "clerk", key="F08")
    asked = road.case.letters.get(code="F08")
    said = {"reasonable": True, "assessment": "合理", "answer": "编写社区志", "answered_on": road.day}
    road.act("receive_reasons", "handler", **said)
    road.act("delay", "head", until=road.case.due_on.replace(month=6), reason="涉及档案三百余卷")
    text = build("F10", facts_for(road.case, "F10", number=None, signed_on=road.day)).text
    assert f"于{chinese_date(asked.issued_on)}向您发出说明理由告知书（{asked.number}）" in text
