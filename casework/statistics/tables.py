"""The tables of the annual report as data (国办公开办函〔2021〕30号; law.md §2.3–2.5): rows, columns, official labels.

Pure constants. Keys are those of the published reports the product reads and writes; the 2019 trial layout differs
in one row only: its （六）其他处理 has no parts.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.law.identity import CATEGORIES

TOTAL = "总计"
# Six kinds of applicant and the total: the columns of table three, in the order of the format.
COLUMNS: tuple[str, ...] = (*CATEGORIES.values(), TOTAL)
COLUMN_OF: dict[str, str] = dict(CATEGORIES)
ORGANISATION_COLUMNS: tuple[str, ...] = COLUMNS[1:6]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of table three. ``part`` is the heading it stands under, '' for rows of the first level."""

    key: str
    part: str
    label: str

    @property
    def full_label(self) -> str:
        return f"{self.part} {self.label}" if self.part else self.label


_DENY, _UNABLE = "（三）不予公开", "（四）无法提供"
_REFUSE, _OTHER = "（五）不予处理", "（六）其他处理"

NEW, CARRY_IN, TOTAL_ROW, CARRY_OUT = "new", "carry_in", "total", "carry_out"
HEADS: tuple[Row, ...] = (
    Row(NEW, "", "一、本年新收政府信息公开申请数量"),
    Row(CARRY_IN, "", "二、上年结转政府信息公开申请数量"),
)
LEAVES: tuple[Row, ...] = (
    Row("granted", "", "（一）予以公开"),
    Row("partial", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Row("deny_1", _DENY, "1.属于国家秘密"),
    Row("deny_2", _DENY, "2.其他法律行政法规禁止公开"),
    Row("deny_3", _DENY, "3.危及“三安全一稳定”"),
    Row("deny_4", _DENY, "4.保护第三方合法权益"),
    Row("deny_5", _DENY, "5.属于三类内部事务信息"),
    Row("deny_6", _DENY, "6.属于四类过程性信息"),
    Row("deny_7", _DENY, "7.属于行政执法案卷"),
    Row("deny_8", _DENY, "8.属于行政查询事项"),
    Row("unable_1", _UNABLE, "1.本机关不掌握相关政府信息"),
    Row("unable_2", _UNABLE, "2.没有现成信息需要另行制作"),
    Row("unable_3", _UNABLE, "3.补正后申请内容仍不明确"),
    Row("noproc_1", _REFUSE, "1.信访举报投诉类申请"),
    Row("noproc_2", _REFUSE, "2.重复申请"),
    Row("noproc_3", _REFUSE, "3.要求提供公开出版物"),
    Row("noproc_4", _REFUSE, "4.无正当理由大量反复申请"),
    Row("noproc_5", _REFUSE, "5.要求行政机关确认或重新出具已获取信息"),
    Row("other_1", _OTHER, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    Row("other_2", _OTHER, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    Row("other_3", _OTHER, "3.其他"),
)
TAILS: tuple[Row, ...] = (Row(TOTAL_ROW, "", "（七）总计"), Row(CARRY_OUT, "", "四、结转下年度继续办理"))
RESULTS_HEADING = "三、本年度办理结果"
HEAD_CELL = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

ROWS: tuple[Row, ...] = (*HEADS, *LEAVES, *TAILS)
LEAF_KEYS: tuple[str, ...] = tuple(row.key for row in LEAVES)
OTHER_2019 = Row("other", "", "（六）其他处理")
OTHERS = ("other_1", "other_2", "other_3")
LEAF_KEYS_2019: tuple[str, ...] = (*(key for key in LEAF_KEYS if key not in OTHERS), OTHER_2019.key)
LABELS: dict[str, str] = {row.key: row.full_label for row in (*ROWS, OTHER_2019)}

# The sums a report's text quotes: the heading and the leaf rows it stands for.
PARTS: dict[str, tuple[str, ...]] = {
    "予以公开": ("granted",),
    "部分公开": ("partial",),
    "不予公开": tuple(key for key in LEAF_KEYS if key.startswith("deny_")),
    "无法提供": tuple(key for key in LEAF_KEYS if key.startswith("unable_")),
    "不予处理": tuple(key for key in LEAF_KEYS if key.startswith("noproc_")),
    "其他处理": (*OTHERS, OTHER_2019.key),
}

# Table four: three blocks of four results and their total.
BLOCKS: tuple[str, ...] = ("行政复议", "未经复议直接起诉", "复议后起诉")
BLOCK_COLUMNS: tuple[str, ...] = ("结果维持", "结果纠正", "其他结果", "尚未审结", TOTAL)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One row of table two: what Art. 20 asks for. One column means one number, three are made, repealed, in force."""

    key: str
    item: str
    label: str
    columns: tuple[str, ...]
    decimals: int = 0


_NORMS = ("本年制发件数", "本年废止件数", "现行有效件数")
_DECISIONS = ("本年处理决定数量",)
TABLE_2: tuple[StockRow, ...] = (
    StockRow("规章", "第二十条第（一）项", "规章", _NORMS),
    StockRow("行政规范性文件", "第二十条第（一）项", "行政规范性文件", _NORMS),
    StockRow("行政许可", "第二十条第（五）项", "行政许可", _DECISIONS),
    StockRow("行政处罚", "第二十条第（六）项", "行政处罚", _DECISIONS),
    StockRow("行政强制", "第二十条第（六）项", "行政强制", _DECISIONS),
    StockRow("行政事业性收费(万元)", "第二十条第（八）项", "行政事业性收费", ("本年收费金额（单位：万元）",), 6),
)
STOCK: dict[str, StockRow] = {row.key: row for row in TABLE_2}

SECTIONS: tuple[str, ...] = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
