"""Nothing planted survives, and the text is still worth reading."""

from __future__ import annotations

import random

import pytest

from casework.library.deidentify import deidentify, diff
from tests.library.replies import reply

REPLIES = [reply(random.Random(seed)) for seed in range(500)]


def test_nothing_planted_in_500_replies_survives() -> None:
    survivors = []
    for number, made in enumerate(REPLIES):
        cleaned = deidentify(made.text).text
        survivors += [(number, value, cleaned) for value in made.planted if value in cleaned]
    assert survivors == []
    assert sum(len(made.planted) for made in REPLIES) > 3000


def test_parts_of_what_was_planted_do_not_survive_either() -> None:
    """Not the last digits of a card, not the given name alone, not the house number."""
    for made in REPLIES:
        cleaned = deidentify(made.text).text
        for value in made.planted:
            digits = "".join(char for char in value if char.isdigit())
            if len(digits) >= 8:
                assert digits[-6:] not in "".join(char for char in cleaned if char.isdigit()), (value, cleaned)


def test_what_is_no_personal_data_stays() -> None:
    for made in REPLIES:
        cleaned = deidentify(made.text).text
        if "政府信息公开条例》第三十六条第四项" in made.text:
            assert "政府信息公开条例》第三十六条第四项" in cleaned
        if "2026年3月2日" in made.text:
            assert "2026年3月2日" in cleaned
        if "〔2026〕12号" in made.text:
            assert "〔2026〕12号" in cleaned
        assert len(cleaned) > len(made.text) * 0.4


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("联系人：欧阳修文，电话：0531－88123456", ["欧阳修文", "88123456"]),
        ("身份证３７０１１２１９８００１０１１２３Ｘ", ["３７０１１２"]),
        ("旧身份证号370112800101123", ["370112800101123"]),
        ("统一社会信用代码91370112MA3C4D5E6X", ["91370112MA3C4D5E6X"]),
        ("银行卡号6222 0212 3456 7890 123", ["6222", "7890"]),
        ("车牌鲁A12345号货车", ["鲁A12345"]),
        ("微信号：wang_jianguo88", ["wang_jianguo88"]),
        ("护照号码：E12345678", ["E12345678"]),
        ("不动产权证号：鲁（2021）济南市不动产权第0123456号", ["0123456"]),
        ("+86 138 1234 5678", ["138 1234", "5678"]),
        ("(+86)13812345678", ["86", "5678"]),
        ("座机8 8 1 2 3 4 5 6，电话88123456转801", ["8 8 1 2", "801"]),
        ("营业执照注册号370112200012345", ["370112"]),
        ("军官证字第1234567号", ["1234567"]),
        ("抖音号dy_12345", ["dy_12345"]),
        ("不动产单元号370112001003GB00012F00010001", ["370112001003"]),
        ("村民高传福、罗兆明、郑庆余三人", ["高传福", "罗兆明", "郑庆余"]),
        ("我叫陈文博，抄送：马小龙", ["陈文博", "马小龙"]),
    ],
)
def test_forms_of_numbers(text: str, gone: list[str]) -> None:
    cleaned = deidentify(text).text
    assert not [value for value in gone if value in cleaned], cleaned


@pytest.mark.parametrize(
    "text",
    [
        "根据《政府信息公开条例》第三十六条第（五）项，不属于本机关负责公开。",
        "国办公开办函〔2021〕30号规定，年度报告应于2026年1月31日前公布。",
        "申请人可以自收到本答复之日起六十日内申请行政复议。",
        "济南市历城区人民政府办公室于2026年3月2日收到申请，共12件，收费标准为每件100元。",
        "第三方应当自收到征求意见书之日起15个工作日内提出意见。",
        "申请人认为本机关应当提供，负责人同意延期。",
        "申请人向有权更正的行政机关提出，和解后由申请人向行政复议机构撤回。",
        "原告起诉被告拒绝更正政府信息记录的，被告应当举证。原告向两个以上有管辖权的法院起诉的，由其选择。",
        "经查，据此，与上级机关会商后，由其办公室主任签收。抄送：司法局，区大数据局。",
        "五·一假期顺延，济历政公复〔2026〕12号、国办函〔2020〕109号、法释〔2025〕8号。",
        "自2026年3月2日至2026年11月20日，共20个工作日，金额1,234,567.89元，占地12.5亩。",
    ],
)
def test_official_text_is_left_alone(text: str) -> None:
    assert deidentify(text).text == text


def test_what_the_file_knows_is_taken_out_wherever_it_stands() -> None:
    cleaned = deidentify("这件事德顺堂的人都清楚，找老柴也行", known=["德顺堂", "老柴"])
    assert "德顺堂" not in cleaned.text
    assert "老柴" not in cleaned.text


def test_the_same_person_is_the_same_throughout() -> None:
    cleaned = deidentify("申请人：王建国。第三人：王小明。王建国与王小明系邻居。").text
    assert cleaned == "申请人：王某。第三人：王某二。王某与王某二系邻居。"


def test_the_difference_for_the_second_reader() -> None:
    before = "申请人：王建国，电话13812345678。"
    pieces = diff(before, deidentify(before).text)
    assert "".join(piece for tag, piece in pieces if tag != "added") == before
    assert "13812345678" in "".join(piece for tag, piece in pieces if tag == "removed")
