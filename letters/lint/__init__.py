"""What keeps a document in the house: outcome, article, facts, remedy, dates and signing organ must fit together.

Every finding is a sentence the clerk can act on. A draft is held to the same rules except number and date.

A new check is one function in the room it belongs to and one line in ``RULES``:
``missing`` what is not there · ``grounds`` why something is withheld · ``replies`` what one kind of reply rests on ·
``remedy`` the ways of redress · ``dates`` days and their order · ``paper`` head, signature, number, characters.
"""

from __future__ import annotations

from datetime import date

from casework.law.settings import DEFAULTS, LawSettings
from letters.blocks import Document
from letters.catalogue import kind
from letters.lint import dates, grounds, missing, paper, remedy, replies
from letters.lint.finding import Finding, Rule
from letters.lint.grounds import articles_due
from letters.lint.missing import FACT_FIELDS

__all__ = ["FACT_FIELDS", "Finding", "articles_due", "lint"]

RULES: tuple[Rule, ...] = (
    missing.missing_facts,
    missing.unfilled,
    replies.outcome_fits,
    grounds.articles,
    grounds.unasked,
    grounds.withheld,
    grounds.law_cited,
    grounds.secrecy,
    grounds.limb,
    grounds.outdated,
    remedy.online,
    paper.signing,
    dates.receipt,
    dates.in_order,
    dates.extension,
    replies.erratum,
    replies.referral,
    replies.nothing_found,
    replies.unreasonable,
    replies.earlier_reply,
    replies.public_place,
    paper.characters,
)
"""In the order in which a clerk reads them: what is missing first."""


def lint(document: Document, *, today: date | None = None, law: LawSettings = DEFAULTS) -> tuple[Finding, ...]:
    """Everything that forbids issuing `document` on `today`; empty means it may go out.

    `today` is the clock date of issue; without it the date on the paper is not compared. `law` is what the document
    was built under.
    """
    row, facts = kind(document.key), document.facts
    found = [f for rule in RULES for f in rule(document, row, facts)]
    found += remedy.remedies(document, row, facts, law)
    if not document.draft:
        found += [*paper.number(document, row), *dates.signed_today(document, today)]
    return tuple(dict.fromkeys(found))
