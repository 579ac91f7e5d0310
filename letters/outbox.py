"""What lies ready to go out: issued letters of the cases a front desk works on, and the notices still to be issued."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pikepdf
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.errors import BadValue
from casework.law.states import Status
from casework.models import Case, Service, Staff
from letters import acts
from letters.catalogue import kind
from letters.models import Letter
from letters.offered import Offered, correction_to_issue, due_notices, may

MOST = 200
_AUTOMATIC = {"F03", "F06", "F07", "F20", "F34"}
"""Notices that need no word from anybody: they can be issued by the dozen."""


def letters_of(actor: Staff, *, sent: bool = False) -> QuerySet[Letter]:
    """Letters in force this person may send, newest first; those not served yet unless ``sent``."""
    served = Exists(Service.objects.filter(case=OuterRef("case"), document_number=OuterRef("number")))
    rows = Letter.objects.filter(state=Letter.State.ISSUED, case__in=_cases(actor)).exclude(series="none")
    rows = rows.select_related("case", "organ").prefetch_related("case__applicants").order_by("-id")
    return rows.filter(served) if sent else rows.exclude(served)


def waiting(actor: Staff, *, most: int = 50) -> list[tuple[Case, Offered]]:
    """Notices that are due, were not issued yet and need nothing to be filled in."""
    early = Q(status__in=(Status.REGISTERED.value, Status.EXAMINING.value, Status.AWAITING_CORRECTION.value))
    ended = Q(status__in=(Status.ABANDONED.value, Status.WITHDRAWN.value))
    found: list[tuple[Case, Offered]] = []
    for case in _cases(actor).filter(early | ended).select_related("organ").order_by("-id")[: most * 2]:
        made = set(case.letters.filter(state="issued").values_list("code", flat=True)) - {"F06"}  # may be told twice
        made |= set() if correction_to_issue(case) else {"F06"}
        found += [
            (case, paper)
            for paper in due_notices(case)
            if paper.key in _AUTOMATIC and paper.key not in made and may(actor, case, kind(paper.key))
        ]
        if len(found) >= most:
            break
    return found[:most]


def _cases(actor: Staff) -> Any:
    """The cases on which this person holds a post of the front desk."""
    posts = [post for post in actor.posts if post.role in ("intake", "handler")]
    organs = {post.organ_id for post in posts if post.role == "intake"}
    units = {post.unit_id for post in posts if post.role == "handler" and post.unit_id}
    return Case.objects.visible_to(actor).filter(Q(organ__in=organs) | Q(unit__in=units))


def chosen(actor: Staff, numbers: Sequence[str]) -> list[Letter]:
    """The ticked letters in the order of their issue. :raises BadValue: none, too many, or not this person's."""
    wanted = [int(number) for number in numbers if number.isdecimal() and len(number) < 19]
    if not wanted:
        raise BadValue("请先勾选文书。")
    if len(wanted) > MOST:
        raise BadValue(f"一次最多处理{MOST}件文书，您勾选了{len(wanted)}件，请分批办理。")
    rows = Letter.objects.filter(pk__in=wanted, case__in=_cases(actor), state=Letter.State.ISSUED)
    found = list(rows.select_related("case", "organ").order_by("pk"))
    if len(found) != len(set(wanted)):
        raise BadValue("所选文书中有已作废或者您无权办理的，请刷新页面后重新勾选。")
    return found


def merged(letters: Sequence[Letter]) -> bytes:
    """The files as issued, one after the other; each begins on an odd page, so that it can be printed on both sides."""
    bound = pikepdf.new()
    with bound.open_outline() as outline:
        for letter in letters:
            outline.root.append(pikepdf.OutlineItem(f"{letter.name} {letter.number}", len(bound.pages)))
            bound.pages.extend(pikepdf.open(io.BytesIO(acts.path_of(letter).read_bytes())).pages)
            if len(bound.pages) % 2:
                bound.add_blank_page(page_size=(595.28, 841.89))
    buffer = io.BytesIO()
    bound.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def zipped(letters: Sequence[Letter]) -> bytes:
    """The files as issued, unchanged: their hashes and signatures stay good."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            name = f"{letter.number or letter.case.case_number} {letter.name}.pdf"
            archive.writestr(name, acts.path_of(letter).read_bytes())
    return buffer.getvalue()
