"""A case with one stored file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest

from casework.models import Attachment, Case, Staff
from casework.now import SHANGHAI
from workflow import desk

AT = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def add(clerk: Staff) -> Callable[[Case, bytes, str], Attachment]:
    """Store a file in a case, as its clerk."""

    def store(case: Case, content: bytes, name: str) -> Attachment:
        desk.act("attach", case_id=case.pk, actor=clerk, at=AT, today=AT.date(), upload=io.BytesIO(content), name=name)
        return Attachment.objects.filter(case=case).latest("id")

    return store


@pytest.fixture
def stored(open_case: Callable[..., Case], add: Callable[[Case, bytes, str], Attachment]) -> Attachment:
    return add(open_case(), PDF, "申请表（原件）.pdf")
