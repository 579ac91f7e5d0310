"""登录, and the one page a monitor may ask without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.db import connection
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator

from casework.models import Deadline
from casework.now import now
from casework.plain_forms import PlainWords
from workflow.demo.district import CAST, PASSWORD


class SignInForm(PlainWords, AuthenticationForm):
    error_messages = {
        "invalid_login": "账号或者密码不正确，请核对后重新输入（区分大小写）。连续输错五次将暂停登录十五分钟。",
        "inactive": "该账号已停用，请联系本单位系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"accounts": accounts() if settings.DEMONSTRATION else []}


def accounts() -> list[dict[str, str]]:
    """The accounts of a practice installation, as its sign-in page lists them."""
    return [
        {"username": person.username, "name": person.name, "duty": person.duty, "password": PASSWORD} for person in CAST
    ]


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether the parts answer: database, kind of broker, age in seconds of the oldest open claim of the sweep."""
    claimed = Deadline.objects.filter(state=Deadline.State.FIRING).aggregate(oldest=Min("claimed_at"))["oldest"]
    age: timedelta | None = now() - claimed if claimed else None
    return JsonResponse(
        {
            "status": "ok",
            "database": connection.vendor,
            "broker": urlsplit(settings.BROKER_URL).scheme,
            "open_sweep_age": int(age.total_seconds()) if age is not None else None,
        }
    )
