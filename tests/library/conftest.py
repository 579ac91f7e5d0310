"""A small library of invented texts; the whole reference data where a test asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.library.importers import Report, import_lines
from casework.library.search import Answer, search
from tests.conftest import NOON

FILES = ("laws", "cases", "letter_templates_real_old", "requests_deidentified", "document_sets", "exam_items")
SMALL: list[dict[str, Any]] = [
    {"id": "reg-30", "kind": "law_article", "title": "政府信息公开条例 第三十条", "article": 30, "text": "申请内容不明确的，七个工作日内一次性告知补正；逾期不补正的，视为放弃申请。"},  # noqa: E501
    {"id": "reg-33", "kind": "law_article", "title": "政府信息公开条例 第三十三条", "article": 33, "text": "收到申请之日起二十个工作日内予以答复；需要延长答复期限的，经工作机构负责人同意。"},  # noqa: E501
    {"id": "reg-36", "kind": "law_article", "title": "政府信息公开条例 第三十六条", "article": 36, "text": "（四）经检索没有所申请公开信息的，告知该政府信息不存在；（五）不属于本行政机关负责公开的，告知并说明理由。"},  # noqa: E501
    {"id": "old-rule-5", "kind": "law_article", "title": "旧审理规定（已废止） 第五条", "article": 5, "status": "REPEALED 2025-06-01", "text": "被告主张政府信息不存在的，应当举证。"},  # noqa: E501
    {"id": "case-lost", "kind": "case", "title": "甲诉乙局信息不存在案", "text": "机关未尽检索义务，称政府信息不存在，法院不予支持。", "outcome": "撤销并责令重新答复", "articles": ["36条(四)"], "issue": "信息不存在 检索义务", "year": 2023},  # noqa: E501
    {"id": "case-won", "kind": "case", "title": "丙诉丁局过程性信息案", "text": "会议纪要属于过程性信息，机关已说明理由。", "outcome": "驳回", "articles": ["16条2款"], "issue": "过程性信息", "year": 2024},  # noqa: E501
    {"id": "form-old", "kind": "letter_template_old_rules", "title": "延期答复告知书", "text": "本机关应当在十五个工作日内答复，现延期十个工作日。"},  # noqa: E501
    {"id": "req-a", "kind": "request", "title": "某村征地补偿方案及公告", "text": "申请公开某村征收集体土地的补偿方案及公告。"},  # noqa: E501
]  # fmt: skip


def jsonl(rows: list[dict[str, Any]]) -> list[bytes]:
    return [json.dumps(row, ensure_ascii=False).encode() for row in rows]


@pytest.fixture
def load(db: None) -> Callable[[list[dict[str, Any]]], Report]:
    """Import rows given as dictionaries."""
    return lambda rows: import_lines(jsonl(rows), at=NOON)


@pytest.fixture
def small(load: Callable[[list[dict[str, Any]]], Report]) -> Report:
    """The small library, imported."""
    report = load(SMALL)
    assert not report.errors
    return report


@pytest.fixture
def whole(db: None, shared_data: Path) -> Report:
    """Everything in the reference data, imported."""
    lines = [line for name in FILES for line in (shared_data / "texts" / f"{name}.jsonl").read_bytes().split(b"\n")]
    return import_lines(lines, at=NOON)


@pytest.fixture
def ids() -> Callable[..., list[str]]:
    """Imported ids of the first results of a query."""

    def find(query: str, size: int = 5, **options: Any) -> list[str]:
        answer: Answer = search(query, actor=options.pop("actor", None), size=size, **options)
        return [found.row.external_id if not found.is_case else found.row.case_number for found in answer.results]

    return find
