"""LAW_ variables: read by kind, told at the start where they are wrong, and seen in what the product says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from casework.apps import check_law_settings
from casework.law.errors import InvalidFact
from casework.law.identity import applicant_category
from casework.law.remedies import organ_and_court, remedies
from casework.law.settings import DEFAULTS, STAGE_LIMITS, LawSettings
from casework.lawbook import law_settings


@pytest.fixture
def law(settings) -> Iterator[dict[str, str]]:
    settings.LAW = {}
    law_settings.cache_clear()
    yield settings.LAW
    law_settings.cache_clear()


def test_one_of_each_kind_is_read(law: dict[str, str]) -> None:
    law |= {
        "remedy_d8": "RECON_FIRST",
        "lights_green_above_wd": "8",
        "remedy_org": "LC=甲机关, LX=乙机关",
        "remedy_court": "LC=丙法院",
        "applicant_category_map": "union=public_interest",
        "stage_limits": "sign=3",
    }
    read = law_settings()
    assert remedies("D8", read).kind == "recon_first" and remedies("D8").kind == "either"
    assert read.lights_green_above_wd == 8
    assert organ_and_court("LC", read) == ("甲机关", "丙法院") and organ_and_court("LX", read) == ("乙机关", "")
    assert (applicant_category("union", settings=read), applicant_category("person", settings=read)) == (
        "public_interest", "natural_person",
    )  # fmt: skip
    assert dict(read.stage_limits) == dict(STAGE_LIMITS) | {"sign": 3}
    assert check_law_settings(None) == []


@pytest.mark.parametrize("field", fields(LawSettings), ids=lambda field: field.name)
def test_every_point_can_be_set_to_its_default(law: dict[str, str], field) -> None:
    value = getattr(DEFAULTS, field.name)
    written = ",".join(f"{key}={said}" for key, said in value) if isinstance(value, tuple) else str(value)
    law[field.name.lower()] = written
    assert law_settings() == DEFAULTS


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("nope", "1", "没有名为 LAW_NOPE 的设置项"),
        ("fee_clock", "never", "fee_clock 只能是 restart、suspend 之一"),
        ("lights_green_above_wd", "五", "应为不小于 0 的整数，现为“五”"),
        ("fee_payment_wd", "-3", "应为不小于 0 的整数"),
        ("remedy_org", "LC:甲机关", "无法识别，请写成“代码=内容”"),
        ("remedy_court", "LC=", "无法识别"),
        ("applicant_category_map", "union=unions", "没有“unions”这一申请人栏目"),
        ("stage_limits", "drafting=3", "环节时限"),
    ],
)
def test_a_wrong_one_stops_the_start_with_a_sentence(law: dict[str, str], key: str, value: str, words: str) -> None:
    law[key] = value
    with pytest.raises(InvalidFact, match=words):
        law_settings()
    (error,) = check_law_settings(None)
    assert error.is_serious() and words.partition("，")[0][:6] in error.msg and "LAW_" in error.hint
