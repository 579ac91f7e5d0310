"""The buttons of the case page: the legal next step, what waits for this person, and everything else by kind.

Read from the state table and the route; what has nothing to work on is left out. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.acts import delivery, extend, filing, transfer
from casework.law.states import VERBS, Status
from casework.models import Case, Consultation, Deadline, Remedy, Service
from casework.selectors.facts import orders_waiting
from letters import sending
from letters.models import Letter
from workflow.models import Step
from workflow.route import BOUND, JUMPS, MOVES

Button = dict[str, Any]

# The one next thing per desk; while parties are being consulted it is their answer.
NEXT = {
    "examine": "examine",
    "assign": "assign",
    "correction": "receive_correction",
    "payment": "receive_payment",
    "sign_for": "sign_for",
    "dispute": "settle_dispute",
    "draft": "draft",
    "secrecy_review": "approve_secrecy",
    "legal_review": "approve_legal",
    "sign_off": "sign_off",
    "issue": "issue",
    "serve": "serve",
    "archive": "archive",
}
# A review is named after its page until it has been passed: 保密审查, not 保密审查通过.
REVIEWS = {"approve_secrecy": "保密审查", "approve_legal": "法制审核", "sign_off": VERBS["sign_off"]}
AT_ONCE = {"examine", "sign_for", "recall"}  # nothing to fill in: the button itself sends
CONFIRMED = {"issue"}  # nothing to fill in, but a paper leaves with a number: it is asked once more
# What others have asked of this person comes before what he might do besides.
ASKED = ("extend", "answer_assistance", "remand", "close_remedy", "answer_remedy", "receive_reasons",
         "send_notice", "serve_again")  # fmt: skip
# What is done most often at a desk besides its next step.
OFTEN = {
    "examine": ("amend_receipt", "split"),
    "assign": ("request_correction", "charge", "answer_on_spot"),
    "correction": ("deem_abandoned", "enter_delivery"),
    "payment": ("deem_abandoned", "enter_delivery"),
    "sign_for": ("decline",),
    "draft": ("consult", "record_search", "request_extension"),
    "secrecy_review": ("recall",),
    "serve": ("attach",),
    "archive": ("file_reply", "follow_service"),
}
REVIEWING = {"submit", "return_to", "approve_secrecy", "approve_legal", "sign_off"}  # on the pages of draft and review
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("受理与交办", ("split", "amend_receipt", "request_correction", "prolong_correction", "receive_correction",
                 "deem_abandoned", "assign", "answer_on_spot", "decline", "transfer", "reassign", "raise_dispute",
                 "charge", "receive_payment", "withdraw", "recall", "return_to")),
    ("期限与征求意见", ("consult", "enter_delivery", "close_consultation", "override_objection", "ask_reasons",
                  "receive_reasons", "delay", "request_extension", "extend")),
    ("协同", ("request_assistance", "answer_assistance", "record_meeting", "flag_hard", "guide")),
    ("文书与送达", ("issue_notice", "send_notice", "follow_service", "serve_again", "file_reply", "void_letter",
                "issue_correction")),
    ("复议诉讼", ("file_remedy", "answer_remedy", "close_remedy", "amend_remedy", "remand")),
    ("记录", ("record_search", "record_talk", "attach", "link", "note")),
)  # fmt: skip


@dataclass(frozen=True)
class Actions:
    """``primary`` is the one filled button (or None), ``often`` up to three beside it, ``more`` the rest by kind."""

    primary: Button | None
    often: list[Button]
    more: list[tuple[str, list[Button]]]


def actions(case: Case, step: Step | None, verbs: list[str], today: date) -> Actions:
    """The buttons for somebody who may do ``verbs``."""
    desk = step.flow_task.name if step is not None else ""
    sensible = [verb for verb in verbs if _here(desk, verb) and _waits(case, step, verb, today)]
    asked = [verb for verb in ASKED if verb in sensible]
    first = primary(case, step, verbs)
    chosen = _next(case, desk) if desk else ""
    if first is None and asked:
        chosen = asked.pop(0)
        first = button(case, chosen)
    elsewhere = REVIEWING - ({"return_to"} if desk in JUMPS["return_to"] else set())
    left = [verb for verb in sensible if verb != chosen and verb not in elsewhere]
    often = list(dict.fromkeys(verb for verb in (*asked, *OFTEN.get(desk, ())) if verb in left))[:3]
    if step is not None and step.started and "recall" in often:
        beside = [_too_late(step) if verb == "recall" else button(case, verb) for verb in often]
    else:
        beside = [button(case, verb) for verb in often]
    rest = [verb for verb in left if verb not in often]
    more = [(kind, [button(case, verb) for verb in of_kind if verb in rest]) for kind, of_kind in KINDS]
    return Actions(first, beside, [(kind, buttons) for kind, buttons in more if buttons])


def primary(case: Case, step: Step | None, verbs: list[str]) -> Button | None:
    """The legal next step, if it is this person's to do; at the end, the answer that was given."""
    if step is None:
        letter = Letter.objects.filter(case=case, state=Letter.State.ISSUED, outcome__gt="").last()
        return {"label": "查看答复文书", "url": reverse("letter", args=[letter.pk]), "icon": "file"} if letter else None
    verb = _next(case, step.flow_task.name)
    return button(case, verb) if verb in verbs else None


def _next(case: Case, desk: str) -> str:
    return "close_consultation" if case.status == Status.CONSULTING else NEXT[desk]


def name_of(verb: str) -> str:
    """What buttons and pages call a step: as the law's table does, reviews by their page."""
    return REVIEWS.get(verb, VERBS[verb])


def button(case: Case, verb: str) -> Button:
    label = name_of(verb)
    if verb == "draft":
        return {"label": label, "url": reverse("draft", args=[case.pk]), "icon": "review"}
    if verb in AT_ONCE:
        return {"label": label, "form": f"do-{verb}"}
    if verb in CONFIRMED:
        return {"label": label, "dialog": f"confirm-{verb}"}
    return {"label": label, "url": reverse("act", args=[case.pk, verb])}


def _here(desk: str, verb: str) -> bool:
    """Whether the verb does not belong to another desk of the route."""
    if verb in BOUND:
        return BOUND[verb] == desk
    if desk in JUMPS.get(verb, {}):
        return True
    return verb in MOVES.get(desk, ()) or all(verb not in moves for moves in MOVES.values())


def _too_late(step: Step) -> Button:
    """取回 once the next person has opened the draft: it says who, and when."""
    return {"label": VERBS["recall"], "disabled": f"{step.opened}，不能再取回"}


def _waits(case: Case, step: Step | None, verb: str, today: date) -> bool:
    """Whether a permitted verb has anything to work on now; the acts refuse the rest with a sentence."""
    if verb == "recall":
        return step is not None and step.flow_task.name == "secrecy_review"
    waits = _WAITS_FOR.get(verb)
    return waits is None or waits(case, today)


def _now(case: Case, rows: str, **conditions: Any) -> bool:
    return bool(getattr(case, rows).filter(round_no=case.round_no, **conditions).exists())


def _may_extend(case: Case, day: date) -> bool:
    """Before the answer has been signed, within the period, and not yet asked for in this round."""
    signed = case.decision is not None and case.decision.signed_at is not None
    return not signed and (case.base_on is None or day <= case.base_on) and not extend.spent(case)


def _lapsed(case: Case, day: date) -> bool:
    """The applicant's period to correct or to pay has run out."""
    kinds = (Deadline.Kind.CORRECTION, Deadline.Kind.PAYMENT)
    rows = case.deadlines.filter(kind__in=kinds, due_on__lt=day)
    return rows.exclude(state=Deadline.State.CANCELLED).exists()


_OBJECTIONS = (Consultation.Opinion.REFUSE, Consultation.Opinion.PARTLY)
_PENDING = Remedy.objects.filter(decided_on=None)
# What must be on the file before a verb makes sense.
_WAITS_FOR: dict[str, Callable[[Case, date], bool]] = {
    "receive_correction": lambda case, day: case.status != Status.ABANDONED or case.outcome == "X1",
    "receive_payment": lambda case, day: case.status != Status.ABANDONED or case.outcome == "X2",
    "close_consultation": lambda case, day: (
        _now(case, "consultations", closed_on=None) or _now(case, "consultations", opinion=Consultation.Opinion.SILENT)
    ),
    "deem_abandoned": _lapsed,
    "extend": lambda case, day: _now(case, "extensions", approved_on=None, refused_reason=""),
    "request_extension": _may_extend,
    "answer_on_spot": lambda case, day: case.channel in {"in_person", "oral"} and case.received_on == day,
    "ask_reasons": lambda case, day: not _now(case, "reasonrequests"),
    "receive_reasons": lambda case, day: _now(case, "reasonrequests", reasonable=None),
    "delay": lambda case, day: _now(case, "reasonrequests", reasonable=True) and not _now(case, "artdelays"),
    "override_objection": lambda case, day: _now(case, "consultations", kind="third_party", opinion__in=_OBJECTIONS),
    "follow_service": lambda case, day: case.services.filter(result=Service.Result.ON_WAY).exists(),
    "serve_again": lambda case, day: bool(delivery.failed(case)),
    "file_reply": lambda case, day: filing.awaited(case) is not None,
    "send_notice": lambda case, day: bool(sending.unsent(case)),
    "void_letter": lambda case, day: Letter.objects.filter(case=case, state=Letter.State.ISSUED).exists(),
    "issue_correction": lambda case, day: Letter.objects.filter(case=case, state=Letter.State.ISSUED).exists(),
    "answer_remedy": lambda case, day: _PENDING.filter(case=case, answered_on=None).exists(),
    "close_remedy": lambda case, day: _PENDING.filter(case=case).exists(),
    "amend_remedy": lambda case, day: case.remedies.exclude(decided_on=None).exists(),
    "remand": lambda case, day: bool(orders_waiting(case)),
    "flag_hard": lambda case, day: not case.hard_reason,
    "reassign": lambda case, day: transfer.colleagues(case).exists(),
}
