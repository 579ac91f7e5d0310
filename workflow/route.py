"""The desks of the route as data: which verbs finish each, who may send back, what people call the stages."""

from __future__ import annotations

# The verbs that finish a desk. What a person may do besides (consult, extend, attach …) leaves the case where it lies.
MOVES: dict[str, tuple[str, ...]] = {
    "examine": ("examine",),
    "assign": ("assign", "request_correction", "charge", "answer_on_spot"),
    "sign_for": ("sign_for", "decline"),
    "dispute": ("settle_dispute",),
    "correction": ("receive_correction", "deem_abandoned"),
    "payment": ("receive_payment", "deem_abandoned"),
    "draft": ("submit", "charge", "request_correction", "transfer", "raise_dispute"),
    "secrecy_review": ("approve_secrecy", "return_to"),
    "legal_review": ("approve_legal", "return_to"),
    "sign_off": ("sign_off", "return_to"),
    "issue": ("issue",),
    "serve": ("serve",),
    "archive": ("archive",),
}

# What only those at a desk may do although it does not finish it: a unit that has not signed neither drafts nor asks.
BOUND: dict[str, str] = {"draft": "draft", "consult": "draft", "request_assistance": "draft"}

# Verbs that leave the route and enter it again elsewhere: verb → desk they leave ("" = any) → desk they enter.
JUMPS: dict[str, dict[str, str]] = {
    "withdraw": {"": "archive"},
    "recall": {"secrecy_review": "draft"},
    "return_to": {"issue": "draft", "serve": "draft"},
    "remand": {"": "assign"},
    "receive_correction": {"archive": "assign"},
    "receive_payment": {"archive": "draft"},
}

# Who may send a draft back from where; the other verbs of a desk are settled by the state table alone.
RETURNED_BY = {
    "secrecy_review": "unit_head",
    "legal_review": "legal",
    "sign_off": "head",
    "issue": "head",
    "serve": "head",
}

# The stepper of the case page: what people call the stages, and the nodes each covers.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("登记", ()),
    ("审查", ("examine", "assign", "correction", "payment")),
    ("承办", ("dispute", "sign_for", "draft")),
    ("保密审查", ("secrecy_review",)),
    ("法制审核", ("legal_review",)),
    ("签发", ("sign_off",)),
    ("制发", ("issue",)),
    ("送达", ("serve",)),
    ("归档", ("archive",)),
)
