"""Which article of which law a text names, in the spellings people use."""

from __future__ import annotations

import pytest

from casework.library.articles import REGULATION, chinese, completed, number, references, without_other_laws

REVIEW, SPC = "行政复议法", "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("第三十六条第（五）项", [f"{REGULATION}#36.5"]),
        ("36条5项", [f"{REGULATION}#36.5"]),
        ("条例36(5)", [f"{REGULATION}#36.5"]),
        ("条例三十六（五）", [f"{REGULATION}#36.5"]),
        ("条例 36 第5项", [f"{REGULATION}#36.5"]),
        ("条例36五项", [f"{REGULATION}#36.5"]),
        ("36(5)", [f"{REGULATION}#36.5"]),
        ("《条例》第 三十六 条", [f"{REGULATION}#36"]),
        ("根据政府信息公开条例第三十六条", [f"{REGULATION}#36"]),
        ("请问条例第三十六条怎么用", [f"{REGULATION}#36"]),
        ("现行条例第三十六条", [f"{REGULATION}#36"]),
        ("政务公开条例第20条", [f"{REGULATION}#20"]),
        ("信息公开法36条", [f"{REGULATION}#36"]),
        ("711号令第36条", [f"{REGULATION}#36"]),
        ("按规定第三十三条答复", [f"{REGULATION}#33"]),
        ("依法第三十三条", [f"{REGULATION}#33"]),
        ("条例规定第33条", [f"{REGULATION}#33"]),
        ("民法典规定清楚 条例第36条", [f"{REGULATION}#36"]),
        ("复议法第十一、二十三条", [f"{REVIEW}#11", f"{REVIEW}#23"]),
        ("法释〔2025〕8号第九条", [f"{SPC}#9"]),
        ("法释2025 8号 第九条", [f"{SPC}#9"]),
        ("民法典第36条", ["民法典#36"]),
        ("刑法的第三十六条", ["刑法#36"]),
        ("请问《中华人民共和国行政处罚法》第三十六条", ["行政处罚法#36"]),
        ("民事诉讼法第十六条", ["民事诉讼法#16"]),
        ("物业管理条例第10条", ["物业管理条例#10"]),
        ("《国有土地上房屋征收与补偿条例》第13条", ["国有土地上房屋征收与补偿条例#13"]),
        ("土地管理法实施条例第二十六条", ["土地管理法实施条例#26"]),
        ("广东省政府信息公开条例第5条", ["广东省政府信息公开条例#5"]),
        ("《上海市政府信息公开规定》第二十三条第（九）项", ["上海市政府信息公开规定#23.9"]),
        ("行政处罚法和条例第36条", [f"{REGULATION}#36"]),
        ("消费者权益保护法中第二十五条", ["消费者权益保护法#25"]),
        ("条例里的第36条", [f"{REGULATION}#36"]),
        ("民法典第一千一百六十五条", ["民法典#1165"]),
        ("第五条和六条", [f"{REGULATION}#5", f"{REGULATION}#6"]),
        ("公务员法第33条、第34条", ["公务员法#33", "公务员法#34"]),
    ],
)
def test_the_law_and_the_article_are_read(text: str, canonical: list[str]) -> None:
    assert [reference.canonical() for reference in references(completed(text))] == canonical


@pytest.mark.parametrize(
    "text", ["2019(5)", "办件36", "条例999999(5)", "电话12345(3)", "电话 36(5)", "根据哪一条法律", "这两条路"]
)
def test_numbers_that_are_no_articles(text: str) -> None:
    assert references(completed(text)) == []


def test_numbers_are_written_as_laws_write_them_and_read_back() -> None:
    assert [chinese(value) for value in (10, 19, 101, 110, 1010, 1165)] == [
        "十", "十九", "一百零一", "一百一十", "一千零一十", "一千一百六十五",
    ]  # fmt: skip
    assert all(number(chinese(value)) == value for value in range(1, 2000))


def test_the_number_of_a_law_that_is_not_kept_is_not_looked_for() -> None:
    assert without_other_laws("民法典第36条") == "民法典"
    assert without_other_laws("《民法典》第一百条第二款 隐私") == "《民法典》 隐私"
    assert without_other_laws("条例第36条 隐私") == "条例第36条 隐私"
    assert without_other_laws("民法典第36条，条例第三十六条") == "民法典,条例第三十六条"
