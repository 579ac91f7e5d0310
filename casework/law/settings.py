"""Every point where the law is silent or disputed: one key, one default, the reason it is open.

A key keeps the name of its row in the specification with ``_`` for ``.``. Build an alternative with
``dataclasses.replace(DEFAULTS, fee_clock="suspend")``; a value outside the listed alternatives raises InvalidFact.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args, get_type_hints

from .errors import InvalidFact

RemedyClass = Literal["recon_first", "either", "none"]
DisputedRemedy = Literal["EITHER", "RECON_FIRST"]

# Annual-report columns other than 总计, and what falls into each by default. The columns are fixed by the national
# form; their meaning is defined in no text found.
CATEGORY_MAP: tuple[tuple[str, str], ...] = (
    ("person", "natural_person"),
    ("sole_trader", "natural_person"),  # 个体工商户 filing in the owner's own name
    ("sole_trader_licence", "business"),  # 个体工商户 filing with its licence
    ("company", "business"),
    ("cooperative", "business"),
    ("research", "research"),
    ("social_group", "public_interest"),
    ("private_nonprofit", "public_interest"),
    ("foundation", "public_interest"),
    ("law_firm", "legal_service"),
    ("notary", "legal_service"),
    ("grassroots_legal", "legal_service"),
    ("forensic", "legal_service"),
    ("village_committee", "other"),
    ("organ", "other"),
    ("institution", "other"),
    ("union", "other"),
    ("rural_collective", "other"),
    ("other", "other"),
)

REPLY_PERIOD_WD = 20  # Art. 33(2)
# Internal time for each stage in working days; no norm sets them, their sum stays below 20.
STAGE_LIMITS: tuple[tuple[str, int], ...] = (
    ("register", 1),
    ("assign", 1),
    ("examine", 3),
    ("draft", 5),
    ("legal", 2),
    ("sign", 2),
    ("serve", 1),
)


@dataclass(frozen=True, slots=True)
class LawSettings:
    """The open points of law. Day counts are working days unless the name says otherwise."""

    # Art. 31(3) says the day both sides confirm; guiding case 26 took the system's success page as that day.
    receipt_portal: Literal["auto_confirm", "manual_confirm"] = "auto_confirm"
    # The 2015 letter took arrival in the mail system, Art. 31(3) confirmation; the earlier day always warns.
    receipt_email: Literal["confirmation", "server_time"] = "confirmation"
    # The 2015 letter treats misdirected mail like ordinary mail, Art. 31(2) looks at the organ's signature only.
    receipt_misdirected: Literal["earlier", "confirmation"] = "earlier"
    # Art. 31(2) has an unsigned letter confirmed the day it arrives; Art. 31(3) names no day for the other channels.
    receipt_confirm_wd: int = 1

    # Art. 33(3) excludes "the time needed" and names no first or last day. SUS-A excludes (sent, end], SUS-FROM-SENT
    # [sent, end), SUS-BOTH [sent, end], SUS-STRICT (sent, end). Warnings follow SUS-STRICT whatever is set.
    suspension_convention: Literal["SUS-A", "SUS-FROM-SENT", "SUS-BOTH", "SUS-STRICT"] = "SUS-A"
    # Arts 32 and 34 give the party 15 working days from its receipt; a consultation cannot stop the clock longer.
    suspension_cap_wd: int = 15
    # Art. 11 consultations of other organs have no limit of their own.
    suspension_cap_organ: Literal["capped", "uncapped"] = "capped"
    # Art. 32 does not say whether an opinion after the 15th day still counts for the clock.
    suspension_third_party_late: Literal["cap", "opinion"] = "cap"

    # Art. 30 says "a reasonable period"; a notice may set its own.
    correction_period_wd: int = 15
    # Art. 30 does not say from when the applicant's period runs.
    correction_period_from: Literal["delivered", "sent"] = "delivered"
    # Art. 30: told once and completely; commentary is divided on a second notice.
    correction_max_notices: int = 1
    # What a correction notice after the seventh working day does to the clock is not regulated.
    correction_late_notice: Literal["restart", "no_restart"] = "restart"

    # 国办函〔2020〕109号 Art. 6(2) (new count from the day after payment) could not be read in the original.
    fee_clock: Literal["restart", "suspend"] = "restart"
    # The same source: a notice after the processing period is a fault; its effect on the clock is not stated.
    fee_late_notice: Literal["restart", "no_restart"] = "restart"
    # Known only from a newspaper and a provincial notice.
    fee_payment_wd: int = 20
    # "The same applicant in one calendar month": whether per agency or per district was not readable.
    fee_month_scope: Literal["agency", "district"] = "agency"
    # Whether the pages of several requests of one applicant are added up was not readable.
    fee_page_scope: Literal["request", "month"] = "request"

    # Art. 33(2) allows one extension; whether a restarted clock may be extended again is not regulated.
    extension_after_restart: Literal["per_clock", "per_case"] = "per_clock"
    # Art. 33(2) needs consent and notice; an extension approved or told after the base date has no stated effect.
    extension_late: Literal["ineffective", "effective"] = "ineffective"

    # Art. 36(7) stands under 不予公开 in the report but is no refusal under Arts 14 to 16.
    remedy_D8: DisputedRemedy = "EITHER"
    # Partial disclosure where only "not government information" is withheld.
    remedy_partial_other: DisputedRemedy = "EITHER"
    # 法释〔2025〕8号 Art. 2(2) says "or"; 行政复议法 23(1)(三) may catch silence.
    remedy_silence: DisputedRemedy = "EITHER"
    # Reconsideration organ and court by code of the replying organ: local jurisdiction changes, never computed.
    remedy_org: tuple[tuple[str, str], ...] = ()
    remedy_court: tuple[tuple[str, str], ...] = ()

    # The arrangement of a year is published only in the autumn before.
    calendar_provisional: Literal["statutory_min", "weekend_only"] = "statutory_min"
    # Whether a period that ends on a make-up working weekend day moves on: treated as a working day.
    calendar_makeup_rollover: Literal["stays", "moves"] = "stays"

    # Art. 41 has no limit for correcting a record about oneself.
    correction_of_records_limit_wd: int = 20
    # Art. 44(2) says "in time".
    proactive_review_limit_wd: int = 20
    # Local practice only (filing the final reply, answers inside the district, draft on the leader's desk).
    filing_limit_wd: int = 3
    # Some districts have every final reply filed with the district office (T26); no norm of this district was found.
    filing: Literal["not_required", "required"] = "not_required"
    internal_answer_limit_wd: int = 5
    draft_lead_wd: int = 5
    # No norm limits transfers inside an organ: time to decline, how often passed on, declined how often to a dispute.
    handover_answer_wd: int = 1
    handover_max_hops: int = 2
    handover_max_declined: int = 2
    # Art. 35 sets no period for the applicant's reasons.
    reasons_period_wd: int = 10
    # Art. 32 wants the third party told before disclosure; the time left for its remedy is set by no text.
    override_wait_wd: int = 10

    # No norm says how long before the organ's answer in reconsideration or court is due to warn of it.
    remedy_warn_wd: int = 3

    # No norm sets the colours: green above the first, red at or below the second, overdue below zero.
    lights_green_above_wd: int = 5
    lights_red_at_wd: int = 2

    # The report does not define which day makes a request "new".
    annual_new_by: Literal["first_receipt", "last_restart"] = "first_receipt"
    # The report does not define its columns.
    applicant_category_map: tuple[tuple[str, str], ...] = CATEGORY_MAP
    # 电子签名法 Art. 11 by analogy: entry into the recipient's system.
    delivery_electronic_date: Literal["entry", "opening"] = "entry"
    # Internal stage limits: vendor habit, no norm.
    stage_limits: tuple[tuple[str, int], ...] = STAGE_LIMITS

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise InvalidFact(f"设置项 {name} 只能是 {'、'.join(choices)} 之一，请改正后重试。")
        for name in _DAY_COUNTS:
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                raise InvalidFact(f"设置项 {name} 应为不小于 0 的整数，请改正后重试。")
        strange = {column for _, column in self.applicant_category_map} - {column for _, column in CATEGORY_MAP}
        if strange:
            raise InvalidFact(f"年度报告没有“{'、'.join(sorted(strange))}”这一申请人栏目，请改正设置项后重试。")
        limits = dict(self.stage_limits)
        unfit = [stage for stage, days in limits.items() if type(days) is not int or days < 1]
        if limits.keys() != dict(STAGE_LIMITS).keys() or unfit:
            raise InvalidFact("环节时限应为每个环节写明不小于 1 的工作日数，请改正后重试。")
        if sum(limits.values()) >= REPLY_PERIOD_WD:
            raise InvalidFact("各环节时限之和应少于 20 个工作日的答复期限，请改正后重试。")
        if self.lights_red_at_wd > self.lights_green_above_wd:
            raise InvalidFact("红灯的天数不能大于黄灯的天数，请改正后重试。")


_HINTS = get_type_hints(LawSettings)
_CHOICES = {f.name: get_args(_HINTS[f.name]) for f in fields(LawSettings) if isinstance(f.default, str)}
_DAY_COUNTS = [f.name for f in fields(LawSettings) if isinstance(f.default, int)]

DEFAULTS = LawSettings()
