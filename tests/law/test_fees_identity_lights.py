"""Fees, identity numbers, masks and lights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.law.clock import ClockState
from casework.law.errors import InvalidFact, MissingFact
from casework.law.fees import MOST, fee, fee_by_items, fee_by_pages, fee_for_nth_item
from casework.law.identity import (
    CATEGORIES,
    applicant_category,
    check_org_code,
    check_resident_id,
    check_uscc,
    mask_address,
    mask_email,
    mask_name,
    mask_number,
    mask_phone,
)
from casework.law.lights import LIGHTS, light
from casework.law.settings import CATEGORY_MAP

Load = Callable[[str], Any]
VECTORS = "vectors/deadline_vectors.json"


# -- fees ------------------------------------------------------------------------------------------------------------


def test_fees_of_the_vectors(shared_data: Load) -> None:
    fees = shared_data(VECTORS)["fees"]
    for row in fees["by_items_cumulative_month"]:
        assert fee_by_items(row["n"]).total == row["total_cny"]
        assert fee_for_nth_item(row["n"]).total == row["rate_of_nth"]
    for row in fees["by_pages_per_request"]:
        assert fee_by_pages(row["pages"]).total == row["total_cny"]


def test_the_steps_add_up() -> None:
    charged = fee_by_items(45)
    assert [(s.first, s.last, s.rate, s.amount) for s in charged.steps] == [
        (1, 10, 0, 0), (11, 30, 100, 2000), (31, 40, 200, 2000), (41, 45, 300, 1500),
    ]  # fmt: skip
    assert charged.steps[1].text == "第11至30件：20件×100元＝2000元"
    for n in range(0, 130, 13):
        assert fee_by_items(n).total == sum(fee_for_nth_item(k).total for k in range(1, n + 1))
        assert sum(s.last - s.first + 1 for s in fee_by_pages(n).steps) == n


def test_one_request_one_standard() -> None:
    assert fee(items=31).total == 2200
    assert fee(pages=31).total == 10
    with pytest.raises(InvalidFact, match="一种标准"):
        fee(items=1, pages=1)
    with pytest.raises(MissingFact, match="件数或者页数"):
        fee()


@pytest.mark.parametrize("number", [-1, True, 1.5, "3", MOST + 1])
def test_counts_that_are_none(number: Any) -> None:
    with pytest.raises(InvalidFact, match="请改正"):
        fee_by_items(number)
    with pytest.raises(InvalidFact, match="请改正"):
        fee_by_pages(number)
    with pytest.raises(InvalidFact, match="从 1 开始"):
        fee_for_nth_item(0)


# -- identity --------------------------------------------------------------------------------------------------------


def test_numbers_of_the_vectors(shared_data: Load) -> None:
    identity = shared_data(VECTORS)["identity"]
    for number in identity["resident_id_valid"]:
        assert check_resident_id(number).valid
    for row in identity["resident_id_synthetic"]:
        assert check_resident_id(row["number"]).valid == (row["checksum_ok"] and row["birth_date_real"]), row
    for row in identity["uscc_detail"]:
        assert check_uscc(row["uscc"]).valid
        assert check_org_code(row["orgcode"]).valid == row["gb11714_check_ok"]
    assert check_uscc(identity["uscc_letter_prefix"]["uscc"]).reason in ("", "统一社会信用代码的校验码不符，请核对。")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("11010519491231002x", ""),
        (" 110105 19491231 002X ", ""),
        ("110105194912310021", "校验码不符"),
        ("11010519491331002X", "不存在"),
        ("37011220990101001X", "晚于今天"),
        ("110105491231002", "15位号码已停止使用"),
        ("", "应为18位"),
        ("1101051949123100２X", "应为数字"),
        ("A1010519491231002X", "应为数字"),
    ],
)
def test_resident_ids(number: str, reason: str) -> None:
    checked = check_resident_id(number, date(2026, 1, 1))
    assert checked.valid == (not reason)
    assert reason in checked.reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91350100m000100y43", ""),
        ("91350100M000100Y44", "校验码不符"),
        ("91350100I000100Y43", "不使用字符“I”"),
        ("91350100M000100Y4", "应为18位"),
    ],
)
def test_uscc(code: str, reason: str) -> None:
    checked = check_uscc(code)
    assert checked.valid == (not reason)
    assert reason in checked.reason


def test_a_code_may_begin_with_a_letter() -> None:
    body = "N2370112MF0000000"
    valid = [body + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if check_uscc(body + c).valid]
    assert len(valid) == 1
    assert applicant_category(uscc=f"N1{valid[0][2:]}") == "other"


def test_organisation_codes() -> None:
    assert check_org_code("m000100y-4").valid
    assert check_org_code("M000100Y5").reason == "组织机构代码的校验码不符，请核对。"
    assert not check_org_code("M000100").valid
    with pytest.raises(InvalidFact, match="应为文字"):
        check_org_code(42)  # type: ignore[arg-type]


def test_categories() -> None:
    assert applicant_category("person") == "natural_person"
    assert applicant_category("sole_trader") == "natural_person"
    assert applicant_category("sole_trader_licence") == "business"
    for code, column in (("91", "business"), ("12", "other"), ("51", "public_interest"), ("31", "legal_service")):
        assert applicant_category(uscc=f"{code}370112004203737J") == column
    assert applicant_category(uscc="ZZ") == "other"
    assert {column for _, column in CATEGORY_MAP} == set(CATEGORIES)
    for wrong in ({"kind": "alien"}, {}):
        with pytest.raises(InvalidFact):
            applicant_category(**wrong)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "张小明", "张*明"),
        (mask_name, "欧阳小明", "欧**明"),
        (mask_name, "张", "*"),
        (mask_name, "", ""),
        (mask_number, "370112199002281234", "370112********1234"),
        (mask_number, "E12345678", "*****5678"),
        (mask_number, "1234", "****"),
        (mask_phone, "13812341234", "138****1234"),
        (mask_phone, "053188023751", "********3751"),
        (mask_phone, "110", "***"),
        (mask_email, "abc@x.cn", "a***@x.cn"),
        (mask_email, "abc", "***"),
        (mask_address, "济南市历城区山大北路47号", "济南市历城区山大北路****"),
        (mask_address, "济南市历城区洪家楼街道花园路1号", "济南市历城区洪家楼街道****"),
        (mask_address, "某地某处某室某号", "某地某处某室****"),
    ],
)
def test_masks(mask: Callable[[str], str], value: str, shown: str) -> None:
    assert mask(value) == shown


# -- lights ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "state", "on_time", "code"),
    [
        (6, "running", None, "green"),
        (5, "running", None, "yellow"),
        (3, "running", None, "yellow"),
        (2, "running", None, "red"),
        (0, "suspended", None, "red"),
        (-1, "delayed", None, "overdue"),
        (None, "awaiting_correction", None, "stopped"),
        (3, "awaiting_payment", None, "stopped"),
        (None, "running", None, "stopped"),
        (0, "closed", True, "on_time"),
        (-2, "closed", False, "late"),
        (5, "abandoned", None, "ended"),
        (5, "withdrawn", None, "ended"),
    ],
)
def test_lights(left: int | None, state: str, on_time: bool | None, code: str) -> None:
    shown = light(left, ClockState(state), on_time=on_time)
    assert shown.code == code
    assert shown.word
    assert shown in LIGHTS
