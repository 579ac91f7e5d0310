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

from casework.acts import transfer
from casework.law import remedies
from casework.lawbook import law_settings
from workflow.models import Round, Step
from workflow.nodes import Desk

Condition = Callable[[Activation], bool]


def said(*verbs: str) -> Condition:
    """True where the act that moved the route was one of ``verbs``."""
    return lambda activation: activation.process.said in verbs


def begins_at(node: str) -> Condition:
    """True where this round was opened at ``node`` (recall, remand, jump)."""
    return lambda activation: activation.process.entry == node


def has_no_unit(activation: Activation) -> bool:
    """True where no unit has the case: the fee was asked for before it was assigned; it was answered on the spot."""
    return activation.process.case.unit_id is None


def has_signed(activation: Activation) -> bool:
    """True where the unit has signed for the case before: it came back corrected."""
    return transfer.signed(activation.process.case)


def both(one: Condition, other: Condition) -> Condition:
    return lambda activation: one(activation) and other(activation)


def units_disagree(activation: Activation) -> bool:
    """True where so many units have declined that the district office decides."""
    return transfer.disputed(activation.process.case)


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
        .Case(this.assign, both(begins_at("draft"), has_no_unit))
        .Case(this.draft, begins_at("draft"))
        .Case(this.secrecy_review, begins_at("secrecy_review"))
        .Case(this.legal_review, begins_at("legal_review"))
        .Case(this.sign_off, begins_at("sign_off"))
        .Case(this.archive, begins_at("archive"))
        .Default(this.examine)
    )

    examine = Desk().Annotation(title="审查").Next(this.assign)
    assign = Desk().Annotation(title="受理交办").Next(this.assigned)
    assigned = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.correction, said("request_correction"))
        .Case(this.payment, said("charge"))
        .Case(this.sign_off, said("answer_on_spot"))
        .Case(this.draft, has_signed)
        .Default(this.sign_for)
    )

    sign_for = Desk().Annotation(title="签收").Next(this.received)
    received = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.draft, said("sign_for"))
        .Case(this.dispute, units_disagree)
        .Default(this.assign)
    )
    dispute = Desk().Annotation(title="裁定承办单位").Next(this.draft)

    correction = Desk().Annotation(title="等待补正").Next(this.corrected)
    corrected = flow.Switch().Annotation(title="").Case(this.archive, said("deem_abandoned")).Default(this.assign)

    payment = Desk().Annotation(title="等待缴费").Next(this.paid)
    paid = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.archive, said("deem_abandoned"))
        .Case(this.assign, has_no_unit)
        .Default(this.draft)
    )

    draft = Desk().Annotation(title="承办拟稿").Next(this.drafted)
    drafted = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.payment, said("charge"))
        .Case(this.correction, said("request_correction"))
        .Case(this.sign_for, said("transfer"))
        .Case(this.dispute, said("raise_dispute"))
        .Default(this.secrecy_review)
    )

    secrecy_review = Desk().Annotation(title="保密审查").Next(this.secrecy_reviewed)
    secrecy_reviewed = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.draft, said("return_to"))
        .Case(this.legal_review, needs_legal_review)
        .Default(this.sign_off)
    )

    legal_review = Desk().Annotation(title="法制审核").Next(this.legal_reviewed)
    legal_reviewed = flow.Switch().Annotation(title="").Case(this.draft, said("return_to")).Default(this.sign_off)

    sign_off = Desk().Annotation(title="签发").Next(this.signed)
    signed = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.assign, both(said("return_to"), has_no_unit))
        .Case(this.draft, said("return_to"))
        .Default(this.issue)
    )

    issue = Desk().Annotation(title="制发").Next(this.serve)
    serve = Desk().Annotation(title="送达").Next(this.archive)
    archive = Desk().Annotation(title="归档").Next(this.end)
    end = flow.End().Annotation(title="结束")


def node(name: str) -> Any:
    return getattr(DisclosureFlow, name)
