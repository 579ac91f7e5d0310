"""One complete set of invented facts for every document: for the samples an office looks at, and for tests.

Persons, numbers and addresses are made up. Organs are real names so that line lengths are real.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.law import outcomes
from letters.catalogue import CATALOGUE, kind
from letters.facts import Common, Remediable, fields_of
from letters.samples.forms import FORMS
from letters.samples.notices import NOTICES
from letters.samples.replies import REPLIES

_BASE: dict[str, Any] = {
    "organ_name": "济南市历城区人民政府山大路街道办事处",
    "document_number": "山大路公复〔2026〕12号",
    "applicant_name": "欧阳娜娜",
    "salutation": "您",
    "received_on": date(2026, 3, 2),
    "two_sided": True,
    "confirmed_on": date(2026, 3, 2),
    "channel_label": "互联网渠道",
    "filed": "通过互联网",
    "case_number": "历城依申〔2026〕18号",
    "request_summary": "山大路街道2025年度老旧小区改造项目竣工验收备案材料",
    "contact_name": "王登记",
    "contact_phone": "0531-00000000",
    "organ_address": "济南市历城区山大路000号",
    "signed_on": date(2026, 3, 20),
}
_SERIES: dict[str, dict[str, Any]] = {
    "notice": {"document_number": "山大路公告〔2026〕12号"},
    "letter": {"document_number": "山大路公函〔2026〕12号"},
    "none": {"document_number": None},
}
_REMEDY: dict[str, Any] = {"remedy_organ": "济南市历城区人民政府", "remedy_court": "济南市历城区人民法院"}
SPECIFIC: dict[str, dict[str, Any]] = {**REPLIES, **NOTICES, **FORMS}


def sample(key: str, **changes: Any) -> Common:
    """Complete facts for document `key`; `changes` replace single fields."""
    row = kind(key)
    series = _SERIES.get(row.series, {})
    given = {**_BASE, **series, **(_REMEDY if issubclass(row.facts, Remediable) else {}), **SPECIFIC[key]}
    if row.outcome:
        given["outcome"] = outcomes.outcome(row.outcome).code
    known = {f.name for f in fields_of(row.facts)}
    return row.facts(**{name: value for name, value in {**given, **changes}.items() if name in known})


def all_samples() -> dict[str, Common]:
    """Every document of the catalogue with its facts, in catalogue order."""
    return {row.key: sample(row.key) for row in CATALOGUE}
