"""The route, read from top to bottom in the order of the law: whose desk comes next.

It never sets a legal status: ``workflow.desk`` runs the act first and then moves the route by the verb that was said.
Class paths and node names are stored in rows: never rename them; a new route is a new class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.activation import Activation

from casework.law import remedies
from casework.lawbook import law_settings
from workflow.models import Round, Step

Condition = Callable[[Activation], bool]


def said(*verbs: str) -> Condition:
    """True where the act that moved the route was one of ``verbs``."""
    return lambda activation: activation.process.said in verbs


def begins_at(node: str) -> Condition:
    """True where this round was opened at ``node`` (recall, remand, jump)."""
    return lambda activation: activation.process.entry == node


def needs_legal_review(activation: Activation) -> bool:
    """法制审核 is mandatory where the applicant must be told to seek reconsideration first (law.md §5.1)."""
    decision = activation.process.case.decision
    return decision is not None and remedies.remedy_class(decision.outcome, settings=law_settings()) == "recon_first"


class DisclosureFlow(flow.Flow):
    """政府信息公开申请办理流程"""

    process_class = Round
    task_class = Step
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Annotation(title="开始").Next(this.entry)
    entry = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.assign, begins_at("assign"))
        .Case(this.draft, begins_at("draft"))
        .Case(this.secrecy_review, begins_at("secrecy_review"))
        .Case(this.legal_review, begins_at("legal_review"))
        .Case(this.sign_off, begins_at("sign_off"))
        .Case(this.archive, begins_at("archive"))
        .Default(this.examine)
    )

    examine = flow.Handle().Annotation(title="审查").Next(this.assign)
    assign = flow.Handle().Annotation(title="受理交办").Next(this.assigned)
    assigned = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.correction, said("request_correction"))
        .Case(this.payment, said("charge"))
        .Default(this.draft)
    )

    correction = flow.Handle().Annotation(title="等待补正").Next(this.corrected)
    corrected = flow.Switch().Annotation(title="").Case(this.archive, said("deem_abandoned")).Default(this.assign)

    payment = flow.Handle().Annotation(title="等待缴费").Next(this.paid)
    paid = flow.Switch().Annotation(title="").Case(this.archive, said("deem_abandoned")).Default(this.draft)

    draft = flow.Handle().Annotation(title="承办拟稿").Next(this.drafted)
    drafted = flow.Switch().Annotation(title="").Case(this.payment, said("charge")).Default(this.secrecy_review)

    secrecy_review = flow.Handle().Annotation(title="保密审查").Next(this.secrecy_reviewed)
    secrecy_reviewed = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.draft, said("return_to"))
        .Case(this.legal_review, needs_legal_review)
        .Default(this.sign_off)
    )

    legal_review = flow.Handle().Annotation(title="法制审核").Next(this.legal_reviewed)
    legal_reviewed = flow.Switch().Annotation(title="").Case(this.draft, said("return_to")).Default(this.sign_off)

    sign_off = flow.Handle().Annotation(title="签发").Next(this.signed)
    signed = flow.Switch().Annotation(title="").Case(this.draft, said("return_to")).Default(this.issue)

    issue = flow.Handle().Annotation(title="制发").Next(this.issued)
    issued = flow.Switch().Annotation(title="").Case(this.draft, said("return_to")).Default(this.serve)
    serve = flow.Handle().Annotation(title="送达").Next(this.archive)
    archive = flow.Handle().Annotation(title="归档").Next(this.end)
    end = flow.End().Annotation(title="结束")


# The verbs that finish a desk. What a person may do besides (consult, extend, attach …) leaves the case where it lies.
MOVES: dict[str, tuple[str, ...]] = {
    "examine": ("examine",),
    "assign": ("assign", "request_correction", "charge"),
    "correction": ("receive_correction", "deem_abandoned"),
    "payment": ("receive_payment", "deem_abandoned"),
    "draft": ("submit", "charge"),
    "secrecy_review": ("approve_secrecy", "return_to"),
    "legal_review": ("approve_legal", "return_to"),
    "sign_off": ("sign_off", "return_to"),
    "issue": ("issue", "return_to"),
    "serve": ("serve",),
    "archive": ("archive",),
}

# Who may send a draft back from where; the other verbs of a desk are settled by the state table alone.
RETURNED_BY = {"secrecy_review": "unit_head", "legal_review": "legal", "sign_off": "head", "issue": "head"}

# The stepper of the case page: what people call the stages, and the nodes each covers.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("登记", ()),
    ("审查", ("examine", "assign", "correction", "payment")),
    ("承办", ("draft",)),
    ("保密审查", ("secrecy_review",)),
    ("法制审核", ("legal_review",)),
    ("签发", ("sign_off",)),
    ("制发", ("issue",)),
    ("送达", ("serve",)),
    ("归档", ("archive",)),
)


def node(name: str) -> Any:
    return getattr(DisclosureFlow, name)
