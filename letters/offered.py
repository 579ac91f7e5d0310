"""Which document a case calls for, and who may make or print it: one row each, read by page, act and test alike.

``notice``: a numbered or frozen paper of its own (制发). ``reply``: drafted, reviewed and signed. ``correction``: made
from an issued letter (F47). ``print``: a form of the office, drawn from the record whenever it is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from casework.errors import NotAllowed, WrongState
from casework.law.receipt import CHANNELS
from casework.law.states import CLOSED, OPEN, TRANSITIONS, Status
from casework.models import Case, Consultation, Staff
from casework.permissions import permitted_verbs, roles_of, roles_on
from casework.selectors.facts import clock_moved
from letters.catalogue import CATALOGUE, Kind, kind

Way = Literal["reply", "notice", "correction", "print"]
Due = Callable[[Case], bool]
Rows = Callable[[Case], Iterable[tuple[int, str]]]
VERB: dict[Way, str] = {"reply": "draft", "notice": "issue_notice", "correction": "issue_correction"}
_TEAM = ("intake", "handler", "unit_head", "legal", "head")
_FRONT = ("intake", "handler")


@dataclass(frozen=True)
class Offer:
    """When a document is due; ``about`` lists the rows of which each has a paper of its own, as (pk, name).

    ``roles`` matter for forms that are printed; everything else follows the state table by its verb.
    """

    way: Way
    due: Due
    about: Rows | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offered:
    """One paper this person can have now; ``about`` is 0 where the case has one such paper only."""

    key: str
    name: str
    way: Way
    about: int = 0
    detail: str = ""

    @property
    def value(self) -> str:
        """How a form names it: F13:12, or F03."""
        return f"{self.key}:{self.about}" if self.about else self.key


def _has(rows: str, **conditions: Any) -> Due:
    return lambda case: getattr(case, rows).filter(round_no=case.round_no, **conditions).exists()


def _consultations(case: Case, **conditions: Any) -> list[tuple[int, str]]:
    rows = case.consultations.filter(round_no=case.round_no, **conditions)
    return [(row.pk, row.party) for row in rows]


def _asked(kind_of_party: str) -> Offer:
    """An opinion is asked for in writing while it is awaited (Arts 11, 17, 32, 34)."""
    conditions: dict[str, Any] = {"kind": kind_of_party, "closed_on": None}
    return Offer("notice", _has("consultations", **conditions), lambda case: _consultations(case, **conditions))


def _overridden(case: Case) -> list[tuple[int, str]]:
    return _consultations(case, overridden_on__isnull=False)


def _assistances(case: Case) -> list[tuple[int, str]]:
    return [(row.pk, str(row.unit)) for row in case.assistances.select_related("unit__organ")]


def _remedies(case: Case) -> list[tuple[int, str]]:
    return [(row.pk, str(row)) for row in case.remedies.all()]


def _open_remedies(case: Case) -> list[tuple[int, str]]:
    rows = case.remedies.filter(kind="reconsideration", answered_on=None, decided_on=None)
    return [(row.pk, str(row)) for row in rows]


def _letters(case: Case) -> list[tuple[int, str]]:
    return [(row.pk, str(row)) for row in case.letters.filter(state="issued").exclude(series="none")]


def _any(rows: Rows) -> Due:
    return lambda case: bool(list(rows(case)))


def _always(case: Case) -> bool:
    return True


def _can_be_public(case: Case) -> bool:
    """Art. 44: what was given to one may be published for all."""
    return case.outcome in {"G2", "P"} or case.caselinks.filter(kind="same_matter").exists()


def _printed(due: Due, *roles: str, about: Rows | None = None) -> Offer:
    return Offer("print", due, about, roles)


_PARTY = Consultation.Kind
OFFERS: dict[str, Offer] = {
    # it promises the period that runs from the receipt
    "F03": Offer("notice", lambda case: case.is_open and not clock_moved(case)),
    "F06": Offer("notice", _has("corrections")),
    "F07": Offer("notice", lambda case: case.outcome == "X1"),
    "F08": Offer("notice", _has("reasonrequests", reasonable=None)),
    "F10": Offer("notice", _has("artdelays")),
    "F12": Offer("notice", _has("extensions", approved_on__isnull=False)),
    "F13": _asked(_PARTY.THIRD_PARTY),
    "F14": _asked(_PARTY.THIRD_PARTY),
    "F15": Offer("notice", _has("consultations")),
    "F16": Offer("notice", _has("consultations", overridden_on__isnull=False), _overridden),
    "F17": _asked(_PARTY.CO_ISSUER),
    "F17-X": _asked(_PARTY.ORGAN),
    "F18": Offer("notice", _any(_assistances), _assistances),
    "F19": Offer("notice", _has("feecharges")),
    "F20": Offer("notice", lambda case: case.outcome == "X2"),
    "F33-E": Offer("notice", _has("decisions", outcome="C3")),
    "F34": Offer("notice", lambda case: case.closed_as == "withdraw"),
    "F42": _asked(_PARTY.DETERMINE),
    "F43-A": Offer("notice", _can_be_public),
    "F46": Offer("notice", _any(_open_remedies), _open_remedies),
    "F47": Offer("correction", _any(_letters)),
    "F01": _printed(_always, *_TEAM),
    "F02": _printed(lambda case: case.channel == "oral", *_FRONT),
    "F04": _printed(lambda case: "confirmed_on" in CHANNELS[case.channel].asked, *_FRONT),
    "F05": _printed(_always, *_TEAM),
    "F11": _printed(_has("extensions"), *_TEAM),
    "F35": _printed(_any(_letters), *_FRONT, about=_letters),
    "F36": _printed(lambda case: case.unit_id is not None, *_TEAM),
    "F37": _printed(lambda case: case.is_open and case.unit_id is not None, "unit_head", "head", "supervisor"),
    "F38": _printed(lambda case: case.is_open, "supervisor"),
    "F39": _printed(_has("decisions"), *_TEAM),
    "F40": _printed(_has("decisions"), *_TEAM),
    "F41": _printed(_has("searches"), *_TEAM),
    "F43": _printed(_can_be_public, "handler", "unit_head", "head"),
    "F44-A": _printed(lambda case: not case.is_open, *_FRONT),
    "F44-B": _printed(lambda case: not case.is_open, *_FRONT),
    "F44-C": _printed(lambda case: not case.is_open, *_FRONT),
    "F45-A": _printed(_always, "supervisor"),
    "F45-B": _printed(_always, "supervisor"),
    "F45-C": _printed(_always, "supervisor"),
    "F45-D": _printed(_always, "supervisor"),
    "F46-B": _printed(_any(_remedies), *_TEAM, about=_remedies),
}


def offer_of(row: Kind) -> Offer:
    """The rule of a document; replies are due while their outcome is drafted."""
    if row.key in OFFERS:
        return OFFERS[row.key]
    return Offer("reply", lambda case: case.decision is not None and case.decision.outcome == row.outcome)


def may(actor: Staff, case: Case, row: Kind) -> bool:
    """Whether this person may make or print the document now, were it due."""
    offer = offer_of(row)
    if offer.way == "print":
        return bool(roles_on(actor, case) & set(offer.roles))
    return VERB[offer.way] in permitted_verbs(actor, case)


def offered(case: Case, actor: Staff) -> list[Offered]:
    """Every paper due on this case that this person may make or print, in the order of the catalogue."""
    return [paper for row in CATALOGUE if may(actor, case, row) for paper in _papers(case, row)]


def due_notices(case: Case) -> list[Offered]:
    """The papers to be issued that the case calls for now, whoever may issue them."""
    return [paper for row in CATALOGUE if offer_of(row).way == "notice" for paper in _papers(case, row)]


def _papers(case: Case, row: Kind) -> list[Offered]:
    offer = offer_of(row)
    if not offer.due(case):
        return []
    rows: Iterable[tuple[int, str]] = offer.about(case) if offer.about else [(0, "")]
    return [Offered(row.key, row.name, offer.way, about, detail) for about, detail in rows]


def correction_to_issue(case: Case) -> bool:
    """Whether the notice of what to correct (F06) is still to be issued: not made here, not known to have arrived."""
    row = case.corrections.filter(round_no=case.round_no).order_by("id").last()
    if row is None or row.corrected_on is not None or row.delivered_on is not None:
        return False
    return not case.letters.filter(code="F06", state="issued", issued_at__gte=row.recorded_at).exists()


def require(case: Case, actor: Staff, key: str, about: int | None = None) -> Offer:
    """The rule of a paper this person may have now.

    :raises NotAllowed: not this person's to make. :raises WrongState: the case does not call for it.
    """
    row = kind(key)
    offer = offer_of(row)
    if not may(actor, case, row):
        raise NotAllowed(f"您现在不能制发或者打印{row.name}。")
    if not offer.due(case) or (about and offer.about and about not in dict(offer.about(case))):
        raise WrongState(f"办件现在不需要{row.name}（{row.trigger}时使用），请先登记有关事项。")
    return offer


def reach(row: Kind) -> tuple[tuple[str, ...], tuple[Status, ...]]:
    """Roles and statuses in which a document can be reached, for the table people read."""
    offer = offer_of(row)
    if offer.way == "print":
        closed_only = row.code == "F44"
        return offer.roles, CLOSED if closed_only else (*OPEN, *CLOSED)
    verb = VERB[offer.way]
    return roles_of(verb), tuple(dict.fromkeys(step.source for step in TRANSITIONS if step.verb == verb))
