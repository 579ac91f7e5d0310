"""Every verb of the state table and the act it runs. A verb without an act, or an act without a verb, fails a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.acts import charge, close, consult, correct, decide, examine, extend, files, note, register
from letters import acts as letters

VERBS: dict[str, Callable[..., Any]] = {
    "register": register.register,
    "examine": examine.examine,
    "request_correction": correct.request_correction,
    "receive_correction": correct.receive_correction,
    "deem_abandoned": close.deem_abandoned,
    "assign": examine.assign,
    "charge": charge.charge,
    "receive_payment": charge.receive_payment,
    "consult": consult.consult,
    "close_consultation": consult.close_consultation,
    "request_extension": extend.request_extension,
    "extend": extend.extend,
    "draft": decide.draft,
    "record_search": decide.record_search,
    "submit": letters.submit,
    "recall": decide.recall,
    "return_to": decide.return_to,
    "approve_secrecy": decide.approve_secrecy,
    "approve_legal": decide.approve_legal,
    "sign_off": decide.sign_off,
    "issue": letters.issue_reply,
    "issue_notice": letters.issue_notice,
    "serve": letters.serve_reply,
    "archive": close.archive,
    "withdraw": close.withdraw,
    "attach": files.attach,
    "note": note.note,
}
