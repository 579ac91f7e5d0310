"""A NUL in what is sent: told, nothing written, and no error of the database (PostgreSQL stores none)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from casework.library.models import SavedSearch, SearchAlias
from casework.models import SavedFilter, Staff

pytestmark = pytest.mark.django_db
NUL = "我的\0筛选"


@pytest.mark.parametrize(
    ("who", "path", "typed"),
    [
        ("王登记", "/cases/filters/", {"name": NUL, "query": "q=1"}),
        ("周编辑", "/library/searches/", {"name": "我的", "query": NUL}),
        ("周编辑", "/library/aliases/save/", {"lay": NUL, "official": "征收补偿"}),
    ],
)
def test_a_nul_is_refused_with_a_sentence(
    who: str, path: str, typed: dict[str, Any], cast: dict[str, Staff], signed_in: Callable[[Staff], Client]
) -> None:
    aliases = SearchAlias.objects.count()
    answer = signed_in(cast[who]).post(path, typed)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "不能使用的字符" in told and "我的" in told and "\0" not in told
    assert (SavedFilter.objects.count(), SavedSearch.objects.count()) == (0, 0)
    assert SearchAlias.objects.count() == aliases
