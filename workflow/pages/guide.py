"""帮助: short pages of markdown in templates/help, one per kind of page, rendered without any markup of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from casework.law.states import ROLES
from casework.models import Staff

TOPICS = {
    "workbench": "我的工作台",
    "register_case": "登记申请",
    "incoming": "待登记来件",
    "register_list": "办件台账",
    "case": "办件页面",
    "search": "全局搜索",
    "library": "案例库",
    "case_history": "办理记录",
    "deadline": "期限怎么算",
    "calendar": "工作日历",
}
# What a clerk may read out or print for an applicant, in plain words (Art. 43; 指导和释明, Art. 30).
FOR_APPLICANTS = {
    "plain_apply": "怎样提出申请",
    "plain_time": "多久能得到答复",
    "plain_correction": "怎样补正",
    "plain_fee": "要不要交钱",
    "plain_result": "答复可能是什么",
    "plain_remedies": "不同意答复怎么办",
    "plain_reading": "阅读、视听困难的帮助",
}
# The first day at each post, in the order of the work.
TOURS = {f"tour_{role}": ROLES[role] for role in (
    "intake", "handler", "unit_head", "legal", "head", "supervisor", "editor", "sysadmin",
)}  # fmt: skip
# Pages without a help page of their own share one.
_SHARED = {
    "act": "case",
    "draft": "case",
    "case_chart": "case",
    "notices": "workbench",
    "incoming_new": "incoming",
    "misdirected_new": "incoming",
    "incoming_one": "incoming",
    "case_deadline": "deadline",
    "case_what_if": "deadline",
    "calendar_upload": "calendar",
    "calendar_job": "calendar",
    "outbox": "tour_intake",
    "remedies": "tour_legal",
    "phrases": "tour_unit_head",
    **dict.fromkeys(("supervision", "supervised_cases", "risks", "risk_marks", "statistics"), "tour_supervisor"),
    **dict.fromkeys(("orders", "order", "order_new", "orders_counted"), "tour_supervisor"),
    **dict.fromkeys(("library_desk", "library_document", "library_aliases", "library_add"), "tour_editor"),
    **dict.fromkeys(("library_entry", "library_outcomes", "library_outcome", "library_laws"), "library"),
    **dict.fromkeys(("library_law", "library_article", "library_browse"), "library"),
    **dict.fromkeys(("staff", "staff_new", "staff_one"), "tour_sysadmin"),
}


def topic_of(page: str) -> str:
    """The help topic of a page, by the name of its address."""
    name = _SHARED.get(page, page)
    return name if name in TOPICS | FOR_APPLICANTS | TOURS else "workbench"


def tour_of(actor: Staff) -> str:
    """The tour of a person's first post; "" for somebody without one."""
    return next((f"tour_{post.role}" for post in actor.posts if f"tour_{post.role}" in TOURS), "")


def body(topic: str) -> SafeString:
    """Return the help page as HTML; everything in it is escaped first."""
    path = Path(settings.BASE_DIR) / "templates" / "help" / f"{topic}.md"
    return mark_safe("\n".join(_blocks(path.read_text("utf-8"))))  # noqa: S308  escaped line by line in _inline


def _blocks(text: str) -> Iterator[str]:
    """Headings (##), lists (- and 1.) and paragraphs; **strong** words, [links](/path/); a blank line ends a block."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if block.startswith("## "):
            yield f"<h2>{_inline(lines[0][3:])}</h2>"
            lines = lines[1:]
        if not lines:
            continue
        if all(line.startswith("- ") for line in lines):
            yield f"<ul>{_items(line[2:] for line in lines)}</ul>"
        elif all(re.match(r"\d+\. ", line) for line in lines):
            yield f"<ol>{_items(line.partition('. ')[2] for line in lines)}</ol>"
        else:
            yield f"<p>{_inline(''.join(lines))}</p>"


def _inline(text: str) -> str:
    strong = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
    return re.sub(r"\[([^\]]+)\]\((/[^)\s]*)\)", r'<a href="\2">\1</a>', strong)  # pages of this desk only


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{_inline(line)}</li>" for line in lines)
