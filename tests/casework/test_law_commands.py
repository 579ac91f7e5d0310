"""The commands of the law at the shell: stable output, exit statuses, hostile input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db  # the calendar counts imported notices too
VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "vectors" / "deadline_vectors.json"


class Ran(NamedTuple):
    lines: list[Any]
    status: int


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command with ``stdin`` (text or bytes); its JSON lines and exit status."""

    def call(*args: str, stdin: str | bytes = "") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        out, status = io.StringIO(), 0
        try:
            call_command(*args, stdout=out)
        except SystemExit as end:
            status = int(end.code or 0)
        return Ran([json.loads(line) for line in out.getvalue().splitlines()], status)

    return call


def reply(**given: Any) -> str:
    return json.dumps({"id": "x", "kind": "reply", "input": {"received": "2025-03-03", **given}})


# -- deadline --------------------------------------------------------------------------------------------------------


def test_deadline_answers_the_vectors(run: Any) -> None:
    if not VECTORS.exists():
        pytest.skip(f"SHARED DATA MISSING: {VECTORS} does not exist, so nothing was checked against it")
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    ran = run("deadline", stdin="\n".join(json.dumps(v, ensure_ascii=False) for v in vectors))
    assert ran.status == 0
    for vector, line in zip(vectors, ran.lines, strict=True):
        assert list(line) == ["id", "result", "provisional", "flags"]
        assert line["id"] == vector["id"]
        for key, value in vector["expected"].items():
            assert line["result"][key] == value, vector["id"]
        assert line["provisional"] == vector.get("provisional", False)
        assert line["result"].get("expected_weekend_only") == vector.get("expected_weekend_only")


def test_a_line_at_fault_does_not_stop_the_others(run: Any) -> None:
    good = reply()
    ran = run("deadline", stdin=f"{good}\nnot json\n\n{reply(extension_days=21)}\n{good}")
    assert ran.status == 1
    assert [set(line) for line in ran.lines] == [
        {"id", "result", "provisional", "flags"},
        {"id", "error"},
        {"id", "error"},
        {"id", "result", "provisional", "flags"},
    ]
    assert [line["id"] for line in ran.lines] == ["x", None, "x", "x"]
    assert ran.lines[0] == ran.lines[3]


def test_nothing_in_nothing_out(run: Any) -> None:
    assert run("deadline", stdin="") == Ran([], 0)


def test_explain_shows_every_day(run: Any) -> None:
    [line] = run("deadline", "--explain", stdin=reply(extension_days=1)).lines
    counted = [step["number"] for step in line["steps"] if step["kind"] == "counted"]
    assert counted == list(range(1, 22))
    assert line["steps"][-1]["date"] == line["result"]["deadline"]
    [bare] = run("deadline", "--explain", stdin='{"id":1,"kind":"wd","input":{"start":"2025-09-26","n":7}}').lines
    assert [s["number"] for s in bare["steps"] if s["number"]] == [1, 2, 3, 4, 5, 6, 7]
    sixty = '{"id":1,"kind":"natural_days","input":{"start":"2025-08-05","n":60}}'
    [days] = run("deadline", "--explain", stdin=sixty).lines
    assert [s["date"] for s in days["steps"]] == ["2025-08-05", "2025-10-04", "2025-10-09"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("null", "应为一个 JSON 对象"),
        ("[]", "应为一个 JSON 对象"),
        ('"x"', "应为一个 JSON 对象"),
        ("{", "不是合法的 JSON"),
        ("{}", "缺少 input"),
        ('{"input": null}', "缺少 input"),
        ('{"input": []}', "缺少 input"),
        ('{"input": {"received": "2025-03-03"}}', "缺少 kind"),
        ('{"kind": "replies", "input": {}}', "不认识的 kind"),
        ('{"kind": ["reply"], "input": {}}', "不认识的 kind"),
        ('{"kind": "reply", "input": {}}', "received"),
        ('{"kind": "reply", "kind": "wd", "input": {}}', "“kind”在同一对象中出现两次"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": NaN}}', "NaN"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": 1e400}}', "应为合理的整数"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": ' + "9" * 5000 + "}}", "数字过长"),
        ("[" * 100_000, "嵌套过深"),
        ('{"kind": "wd", "input": {"start": "2025-03-03"}}', "缺少 n"),
        ('{"kind": "wd", "input": {"n": 3}}', "缺少 start"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": 0}}', "不小于 1"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": -3}}', "不小于 1"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": true}}', "应为合理的整数"),
        ('{"kind": "wd", "input": {"start": "2025-03-03", "n": 90000}}', "超出工作日历"),
        ('{"kind": "natural_days", "input": {"start": "2025-03-03", "n": 90000}}', "超出工作日历"),
        ('{"kind": "natural_months", "input": {"start": "2025-03-03", "n": 100000}}', "过大"),
        ('{"kind": "natural_months", "input": {"start": "2006-03-03", "n": 12}}', "超出工作日历"),
        (reply(received="2025-02-30"), "不是真实存在的日期"),
        (reply(received="20250303"), "形如 2026-01-31"),
        (reply(received="2025-W10-1"), "形如 2026-01-31"),
        (reply(received="２０２５-03-03"), "形如 2026-01-31"),
        (reply(received=20250303), "形如 2026-01-31"),
        (reply(received=["2025-03-03"]), "形如 2026-01-31"),
        (reply(received="2006-12-29"), "超出工作日历"),
        (reply(received="2035-01-05"), "超出工作日历"),
        (reply(received="2032-12-20"), "超出工作日历"),
        (reply(channel=5), "channel 应为文字"),
        (reply(arrived="2025-03-04"), "早于 arrived"),
        (reply(extension_days=0), "延期应为 1 至 20"),
        (reply(extension_days=-1), "延期应为 1 至 20"),
        (reply(extension_days=True), "应为合理的整数"),
        (reply(extension_days=1.0), "应为合理的整数"),
        (reply(extension_days="5"), "应为合理的整数"),
        (reply(second_extension=True), "只能延长一次"),
        (reply(second_extension="yes"), "应为 true 或者 false"),
        (reply(correction={}), "notice_sent 或者 corrected_received"),
        (reply(correction="2025-03-05"), "correction 应为对象"),
        (reply(correction={"corrected_received": "2025-03-01"}), "早于收到申请之日"),
        (reply(correction={"notice_sent": "2025-03-06", "corrected_received": "2025-03-05"}), "早于补正告知书"),
        (reply(fee={}), "paid_on"),
        (reply(fee={"notice_received": "2025-03-10", "paid_on": "2025-03-05"}), "早于收费通知"),
        (reply(fee_mode="both"), "不认识的 fee_mode"),
        (reply(fee_mode=["items", "pages"]), "fee_mode 应为文字"),
        (reply(suspensions={}), "应为对象的列表"),
        (reply(suspensions=[None]), "应为对象的列表"),
        (reply(suspensions=[{"letter_sent": "2025-03-05"}]), "who 应为"),
        (reply(suspensions=[{"who": "organ"}]), "缺少 letter_sent"),
        (reply(suspensions=[{"who": "organ", "letter_sent": "2025-03-01"}]), "早于收到申请之日"),
        (
            reply(suspensions=[{"who": "organ", "letter_sent": "2025-03-10", "opinion_received": "2025-03-07"}]),
            "早于征求意见书发出日期",
        ),
        (reply(reply_posted="2025-03-06", reply_delivered="2025-03-05"), "早于 reply_posted"),
        (reply(reply_posted="2025-03-02"), "早于收到申请之日"),
    ],
)
def test_lines_at_fault(run: Any, line: str, words: str) -> None:
    ran = run("deadline", stdin=line)
    assert ran.status == 1
    assert set(ran.lines[0]) == {"id", "error"}
    assert words in ran.lines[0]["error"]


def test_a_line_that_is_not_utf8(run: Any) -> None:
    ran = run("deadline", stdin=b'{"id": "\xb2\xb9"}\n' + reply().encode())
    assert (ran.status, len(ran.lines)) == (1, 2)
    assert "UTF-8" in ran.lines[0]["error"]


def test_a_byte_order_mark_is_no_fault(run: Any) -> None:
    assert run("deadline", stdin=b"\xef\xbb\xbf" + reply().encode()).status == 0


@pytest.mark.parametrize(
    ("given", "result", "flags"),
    [
        ({"correction": {"notice_sent": "2025-03-10"}}, {"deadline": None, "state": "awaiting_correction"}, []),
        (
            {"correction_notice_sent": "2025-03-13"},
            {"old_deadline": "2025-03-31"},
            ["correction_notice_late (limit 2025-03-12)"],
        ),
        ({"fee_notice_sent": "2025-03-12"}, {"deadline": None, "limits": {"T11": "2025-04-10"}}, []),
        (
            {"fee_notice_sent": "2025-04-01"},
            {},
            ["fee notice must be inside the processing period (deadline 2025-03-31)"],
        ),
        (
            {"correction": {"corrected_received": "2025-03-20"}},
            {"clock_start": "2025-03-20"},
            ["correction_without_notice (2025-03-20)"],
        ),
        (
            {"extension_days": 5, "extension_approved": "2025-03-31", "extension_notified": "2025-04-01"},
            {"deadline": "2025-03-31"},
            ["extension_notified_late (base deadline 2025-03-31)"],
        ),
        (
            {"suspensions": [{"who": "organ", "letter_sent": "2025-03-10"}]},
            {"suspension_ends": [None], "risk_date": "2025-03-31"},
            ["consultation_delivery_unknown (2025-03-31)"],
        ),
        (
            {"second_correction_notice": True},
            {"deadline": "2025-03-31"},
            ["second correction notice: needs an explicit override with a reason (Art.30)"],
        ),
        ({"reply_posted": "2025-03-31"}, {"on_time": True}, ["on time: date of posting counts"]),
        ({"reply_delivered": "2025-04-01"}, {"on_time": False}, ["replied_late (2025-03-31)"]),
        ({"extension_day": 5}, {"deadline": "2025-03-31"}, ["unknown_field (extension_day)"]),
        ({"extension_days": None, "suspensions": [], "correction": None}, {"deadline": "2025-03-31"}, []),
    ],
)
def test_what_is_flagged(run: Any, given: dict[str, Any], result: dict[str, Any], flags: list[str]) -> None:
    ran = run("deadline", stdin=reply(**given))
    assert ran.status == 0
    assert ran.lines[0]["flags"] == flags
    assert result.items() <= ran.lines[0]["result"].items()


@pytest.mark.parametrize(
    ("given", "flags", "on_time"),
    [
        (
            {"reply_posted": "2025-12-01", "reply_delivered": "2025-12-05", "deadline": "2025-12-01"},
            ["on time: date of posting counts"],
            True,
        ),
        ({"reply_posted": "2025-12-02", "deadline": "2025-12-01"}, ["replied_late (2025-12-01)"], False),
        ({"fee_notice_sent": "2025-12-01", "deadline": "2025-12-01"}, [], None),
    ],
)
def test_checks_without_a_receipt(run: Any, given: dict[str, Any], flags: list[str], on_time: bool | None) -> None:
    [line] = run("deadline", stdin=json.dumps({"id": 1, "input": given})).lines
    assert line["flags"] == flags
    assert line["result"].get("on_time") == on_time


# -- calendar, fee, identity, outcomes -------------------------------------------------------------------------------


def test_calendar_check(run: Any) -> None:
    ran = run("calendar", "check", "2026-10-10", "2027-02-05", "2026-11-22")
    assert ran.status == 0
    assert ran.lines == [
        {
            "date": "2026-10-10",
            "working": True,
            "reason": "调休上班",
            "provisional": False,
            "notice": "国办发明电〔2025〕7号",
        },
        {"date": "2027-02-05", "working": False, "reason": "春节", "provisional": True, "notice": None},
        {"date": "2026-11-22", "working": False, "reason": "周末", "provisional": False, "notice": None},
    ]


def test_calendar_check_of_what_is_no_date(run: Any) -> None:
    ran = run("calendar", "check", "2025-02-30", "2026-10-10", "tomorrow", "2035-01-01")
    assert ran.status == 1
    assert ["error" in line for line in ran.lines] == [True, False, True, True]


def test_calendar_years(run: Any) -> None:
    lines = run("calendar", "years").lines
    assert [line["year"] for line in lines if not line["provisional"]][-1] == 2026
    assert lines[0] == {
        "year": 2007,
        "notice": None,
        "issued_on": None,
        "changes_earlier": False,
        "off_days": 24,
        "makeup_days": 6,
        "provisional": False,
    }
    assert sum(line["year"] == 2020 for line in lines) == 2
    assert lines[-1]["provisional"]


@pytest.mark.parametrize(
    "wrong", [("calendar",), ("calendar", "check"), ("fee",), ("fee", "--items", "1", "--pages", "1")]
)
def test_wrong_use(run: Any, wrong: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*wrong)


def test_fee(run: Any) -> None:
    ran = run("fee", "--items", "31")
    assert (ran.status, ran.lines[0]["total_cny"]) == (0, 2200)
    assert ran.lines[0]["steps"][1] == {
        "from": 11,
        "to": 30,
        "rate_cny": 100,
        "amount_cny": 2000,
        "text": "第11至30件：20件×100元＝2000元",
    }
    assert run("fee", "--pages", "0").lines == [{"total_cny": 0, "steps": []}]
    ran = run("fee", "--pages", "-1")
    assert ran.status == 1
    assert "请改正" in ran.lines[0]["error"]


def test_identity(run: Any) -> None:
    lines = [
        {"kind": "ric", "value": "11010519491231002x"},
        {"kind": "uscc", "value": "91350100M000100Y44"},
        {"kind": "ric", "value": "110105194913310021"},
    ]
    ran = run("identity", stdin="\n".join(map(json.dumps, lines)))
    assert ran.status == 0
    assert [line["valid"] for line in ran.lines] == [True, False, False]
    assert ran.lines[0] == {"value": "11010519491231002X", "valid": True, "reason": ""}
    faults = run("identity", stdin='{"kind": "visa", "value": "1"}\n{"kind": "ric", "value": 1}\nnull')
    assert faults.status == 1
    assert all(list(line) == ["error"] for line in faults.lines)


def test_outcomes(run: Any) -> None:
    [rows] = run("outcomes").lines
    assert len(rows) == 23
    by_code = {row["code"]: row for row in rows}
    assert by_code["D4"]["remedy"] == "recon_first"
    assert by_code["N1a"] | {"label": "", "section": ""} == {
        "code": "N1a",
        "row": "unable_1",
        "section": "",
        "label": "",
        "articles": ["第三十六条第四项"],
        "letter": "F25",
        "remedy": "either",
        "requires": ["search_record"],
    }
