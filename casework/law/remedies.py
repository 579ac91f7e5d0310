"""Which remedies an outcome carries, and by when they must be used. 行政复议法 20 to 23, 行政诉讼法 45, 46.

``recon_first``: reconsideration must come before any suit and the reply must say so; ``either``: the applicant may
choose; ``none``: no separate remedy, none is printed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .limits import LimitDate, limit
from .outcomes import outcome
from .settings import DEFAULTS, DisputedRemedy, LawSettings, RemedyClass

LABELS: dict[RemedyClass, str] = {
    "recon_first": "应当先申请行政复议",
    "either": "可以申请行政复议或者提起行政诉讼",
    "none": "不单独告知救济途径",
}

# Acts that no outcome of the catalogue stands for: 国办函〔2021〕132号 Art. 3; 法释〔2025〕8号 Art. 1(4), Art. 10(2).
ACTS: dict[str, RemedyClass] = {
    "correction_notice": "none",
    "extension_notice": "none",
    "fee_notice": "none",
    "consultation_notice": "none",
    "third_party_disclosure": "either",
    "other_closing": "either",  # X3 but for withdrawal: ended by the organ, which is 不予处理 in substance (Art. 1(1))
}


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies of one act: class, article, and the last days where a date of service is known.

    ``suit`` is None under ``recon_first``: the 15 days of T20 run only from the reconsideration decision.
    """

    kind: RemedyClass
    article: str
    reconsideration: LimitDate | None = None
    suit: LimitDate | None = None

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def _disputed(value: DisputedRemedy) -> RemedyClass:
    return "recon_first" if value == "RECON_FIRST" else "either"


def remedy_class(code: str, settings: LawSettings = DEFAULTS, *, withheld: Collection[str] = ()) -> RemedyClass:
    """The class for an outcome, for an act of ``ACTS``, or for ``"silence"``.

    ``withheld``: for partial disclosure, the outcome codes of the parts withheld. A part under Arts 14 to 16 makes
    that part RECON_FIRST; with nothing named the stricter class is printed.
    """
    if code == "silence":
        return _disputed(settings.remedy_silence)
    if code in ACTS:
        return ACTS[code]
    if code == "D8":
        return _disputed(settings.remedy_D8)
    if code == "P" and withheld and not any(outcome(part).exempt for part in withheld):
        return _disputed(settings.remedy_partial_other)
    return outcome(code).remedy


def remedies(
    code: str,
    settings: LawSettings = DEFAULTS,
    *,
    withheld: Collection[str] = (),
    served_on: date | None = None,
    calendar: WorkingCalendar | None = None,
) -> Remedies:
    """Class, article and, where ``served_on`` and ``calendar`` are given, the last days to use the remedies."""
    kind = remedy_class(code, settings, withheld=withheld)
    article = {
        "recon_first": "行政复议法第二十三条第一款第四项、第二款",
        "either": "法释〔2025〕8号第一条、第二条",
        "none": "国办函〔2021〕132号第三条",
    }[kind]
    if kind == "none" or served_on is None or calendar is None:
        return Remedies(kind, article)
    silence = code == "silence"
    reconsideration = limit("T21" if silence else "T18", served_on, calendar, settings)
    suit = limit("T22" if silence else "T19", served_on, calendar, settings) if kind == "either" else None
    return Remedies(kind, article, reconsideration, suit)


def organ_and_court(organ_code: str, settings: LawSettings) -> tuple[str, str]:
    """The reconsideration organ and the court set for the organ that replies, "" where none is; never guessed."""
    return dict(settings.remedy_org).get(organ_code, ""), dict(settings.remedy_court).get(organ_code, "")
