"""Who asks, at registration: one who cannot write, several together, one through an agent; and who gets the letter."""

from __future__ import annotations

from typing import Any

from casework.models import Attachment, Case
from tests.browser.answers import entered
from tests.browser.visitor import Join, Visitor
from tests.conftest import TODAY
from tests.roads import Cast

REQUEST = {
    "text": "花园路街道2025年低保名单公示", "title": "低保名单公示", "applicant_kind": "自然人", "purpose": "了解情况",
    "carrier": "纸质", "channel": "当面",
}  # fmt: skip
PDF = {"name": "授权委托书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def fill(clerk: Visitor, changes: dict[str, Any]) -> None:
    clerk.go("/cases/new/")
    typed = entered(REQUEST, 1, TODAY)
    if changes.get("channel"):
        del typed["submitted_on"]
    clerk.fill(typed | changes, inside="#register-form")


def test_a_request_told_to_the_office(cast: Cast, join: Join) -> None:
    clerk = join("王登记").expect(422)
    oral = {"channel": "oral", "completed_on": TODAY.isoformat(), "oral_record3": "视力障碍"}
    fill(clerk, oral)
    assert clerk.page.input_value("[name=oral_record0]") == "王登记"
    clerk.send("登记", inside="#register-form .form-foot")
    assert "请把代填的内容向申请人宣读" in clerk.errors
    clerk.fill({"oral_record1": True}, inside="#register-form")
    clerk.send("登记", inside="#register-form .form-foot")
    assert "签名还是捺指印" in clerk.errors
    clerk.fill({"oral_record2": "捺指印"}, inside="#register-form")
    clerk.send("登记", inside="#register-form .form-foot")
    assert all(said in clerk.text for said in ("捺指印", "视力障碍", "已向申请人宣读"))
    clerk.page.wait_for_selector("text=口头申请代填记录")


def test_two_together(cast: Cast, join: Join) -> None:
    clerk = join("王登记")
    fill(clerk, {
        "joint_count": "1", "joint1_name": "申请人乙", "joint1_phone": "13900000002",
        "joint1_address": "山大路9号", "recipient": "representative",
    })  # fmt: skip
    clerk.send("登记", inside="#register-form .form-foot")
    assert Case.objects.get().applicants.count() == 2
    assert all(said in clerk.text for said in ("申请人（代表人）", "共同申请人 2", "代表人（第一申请人）代收"))


def test_through_an_agent(cast: Cast, join: Join) -> None:
    clerk = join("王登记").expect(422)
    fill(clerk, {
        "has_agent": True, "agent_name": "孙律师", "agent_phone": "13911112222", "agent_scope": "见授权委托书",
        "agent_has_authority": True, "recipient": "agent", "delivery": "post",
    })  # fmt: skip
    clerk.send("登记", inside="#register-form .form-foot")
    assert "请填写代理人的通信地址" in clerk.errors
    clerk.fill({"agent_address": "历山路2号"}, inside="#register-form")
    clerk.page.set_input_files("[name=authority_files]", PDF)  # type: ignore[arg-type]
    clerk.send("登记", inside="#register-form .form-foot")
    assert Attachment.objects.get().kind == Attachment.Kind.AUTHORITY
    assert all(said in clerk.text for said in ("代理人代收", "孙*", "委托权限：见授权委托书"))
