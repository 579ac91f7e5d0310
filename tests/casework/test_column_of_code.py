"""申请人类别: the column of the annual report follows the credit code, or says why not (law.md §7.4)."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command

from casework.acts.people import USCC, Person, check_column
from casework.errors import MissingFact
from casework.lawbook import law_settings

LAW_FIRM = "31370000MD0000000X"  # only the first two characters are looked at


@pytest.fixture
def law(settings: Any) -> Iterator[Callable[..., None]]:
    """Set LAW_… variables for one test."""

    def set_(**values: str) -> None:
        settings.LAW = values
        law_settings.cache_clear()

    yield set_
    law_settings.cache_clear()


def test_the_column_follows_the_credit_code_or_gives_a_reason(law: Callable[..., None]) -> None:
    law()
    firm: dict[str, Any] = {"name": "某律师事务所", "document_kind": USCC, "document_number": LAW_FIRM}
    check_column(Person(category="legal_service", **firm))
    check_column(Person(category="other", category_reason="代为查询的联合机构", **firm))
    check_column(Person(category="other", **firm | {"document_number": "A1370000MD0000000X"}))
    with pytest.raises(MissingFact, match="法律服务机构"):
        check_column(Person(category="business", **firm))
    law(applicant_category_map="law_firm=business")
    check_column(Person(category="business", **firm))


@pytest.mark.django_db
def test_the_command_answers_as_the_installation_is_set(law: Callable[..., None], monkeypatch: Any) -> None:
    law(suspension_convention="SUS-STRICT")
    asked = {"who": "organ", "letter_sent": "2025-03-10", "letter_received": "2025-03-12"}
    given = {"received": "2025-03-03", "suspensions": [asked | {"opinion_received": "2025-03-26"}]}
    line = json.dumps({"id": 1, "kind": "reply", "input": given})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    out = io.StringIO()
    call_command("deadline", stdout=out)
    # 3/11 to 3/25 left out (11), not the day of the opinion: one day less than under SUS-A (4/17)
    assert json.loads(out.getvalue())["result"]["deadline"] == "2025-04-16"
