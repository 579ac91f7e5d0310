"""A new colleague: entered by the administrator, signs in once with the slip of paper, sets a password, works."""

from __future__ import annotations

from tests.browser.visitor import Join
from tests.roads import Cast

NEW = "Quanxin-mima-88"


def test_from_the_first_account_to_the_first_day_of_work(cast: Cast, join: Join) -> None:
    unit = cast.handler.unit
    assert unit is not None
    admin = join("系统管理员")
    admin.go("/staff/")
    admin.send("新建人员", inside="main")
    admin.fill({"name": "吴新人", "username": "wuxinren", "role": "intake", "organ": str(cast.organ.pk)})
    assert not admin.page.locator(f"select[name=unit] option[value='{unit.pk}']").is_enabled()
    admin.send("建立账号", inside="main")
    password = admin.page.inner_text("[data-one-time-password]")
    admin.go("/staff/?q=吴新人")
    assert "待首次登录" in admin.text
    assert password not in admin.page.content()

    newcomer = join("吴新人", signed_in=False).expect(422)
    newcomer.go("/sign-in/?next=/cases/")
    newcomer.page.fill("#id_username", "wuxinren")
    newcomer.page.fill("#id_password", password)
    newcomer.send("登录", inside="main")
    assert newcomer.path == "/account/password/"
    newcomer.go("/cases/new/")
    assert newcomer.path == "/account/password/"
    newcomer.fill({"old_password": password, "new_password1": NEW, "new_password2": "something-else"})
    newcomer.send("修改密码", inside="main")
    assert "两次输入的新密码不一致" in newcomer.errors
    newcomer.fill({"old_password": password, "new_password1": NEW, "new_password2": NEW})
    newcomer.send("修改密码", inside="main")
    assert "密码已修改" in newcomer.text
    newcomer.go("/cases/new/")
    assert newcomer.page.locator("h1").inner_text().startswith("登记申请")

    admin.go("/staff/?q=吴新人")
    admin.page.get_by_role("link", name="吴新人").click()
    admin.page.locator("[data-dialog-open=reset]").click()
    admin.send("重置密码 吴新人", inside="dialog")
    assert admin.page.inner_text("[data-one-time-password]") != password
    newcomer.go("/cases/")
    assert newcomer.path.startswith("/sign-in/")
