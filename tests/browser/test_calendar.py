"""The next year's notice comes out: what moves is said first, then done, and the case page knows what was promised."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case
from tests.browser.visitor import Join
from tests.conftest import TODAY
from tests.roads import Cast, application, start

UNSURE = "待次年放假通知公布后自动重新计算"
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）、10月10日（周日）上班。
"""


def test_a_notice_is_read_shown_and_imported(cast: Cast, join: Join) -> None:
    road = start(cast, application(TODAY), TODAY).to("in_progress")
    road.act("request_extension", "handler", days=20, reason="需要调阅历史档案")
    road.act("extend", "head", notified_on=TODAY)
    before = Case.objects.get(pk=road.case.pk)
    assert before.provisional
    assert before.due_on is not None

    handler = join("李承办")
    handler.go(f"/cases/{before.pk}/")
    assert UNSURE in handler.text
    handler.page.get_by_text("如果今天").click()
    handler.page.get_by_role("region", name="假设推算").wait_for()
    assert "告知补正" in handler.text or "补正" in handler.page.inner_text("[aria-label=假设推算]")
    handler.expect(403).go("/calendar/import/")

    admin = join("系统管理员").expect(422)
    admin.go("/calendar/import/")
    admin.fill({"year": 2027, "text": NOTICE + "1月中旬酌情另行商定一天放假。"}, inside="main form")
    admin.send("核对", inside="main form")
    assert "另行商定" in admin.text  # the sentence that could not be read, and nothing is imported
    admin.fill({"year": 2027, "text": NOTICE}, inside="main form")
    admin.send("核对", inside="main form")
    admin.page.get_by_role("button", name="确认导入").wait_for()
    assert before.case_number in admin.text
    assert before.title not in admin.text  # an administrator does not read cases
    assert Case.objects.get(pk=before.pk).due_on == before.due_on
    if admin.page.locator("#allow").count():
        admin.page.check("#allow")
    admin.send("确认导入")
    admin.page.get_by_text("导入完成").wait_for()

    after = Case.objects.get(pk=before.pk)
    assert not after.provisional
    assert after.due_on is not None
    # one make-up Saturday more than the provisional count knew
    assert before.due_on - after.due_on in {timedelta(days=1), timedelta(days=3), timedelta(days=0)}
    handler.go(f"/cases/{before.pk}/")
    assert UNSURE not in handler.text
