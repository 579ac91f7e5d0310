"""Invented requests and replies in the manner of real ones, as many as wanted, always the same for the same seed.

Each has a place, a year, a project, a kind of record, names nobody bears and, where the reference texts are at hand,
clauses of real laws and letters mixed in: terms are as frequent as in real texts, topics are not. One in
twenty is asked again in other words, as people do.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

SEED = 7
CHARACTERS = 240
NAMES = 40_000
REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "texts"
# The 3,755 commonest characters: the first level of GB 2312.
HAN = [bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
FIRST = "东西南北上下大小前后新旧高长石青白黄红龙凤山河泉井桥庙店庄营屯岭坡沟湾港柳杨槐桃杏枣梨刘王张李赵孙周吴郑陈"
LAST = "村庄屯店营岭沟湾桥泉寨里"
ROADS = "路街巷大道"


def words(text: str) -> list[str]:
    return text.split()


TRADES = words("建设 置业 物业 建材 商贸 科技 环保 运输 食品 农业 医药 文化 电子 机械 能源 园林 水务 热力")
SUBJECTS = words(
    "征收集体土地 国有土地上房屋征收 旧村改造 棚户区改造 城中村改造 道路拓宽 地铁施工 污水管网 垃圾转运站 高压线迁改 "
    "学校扩建 医院迁建 安置房建设 保障性住房 老旧小区改造 加装电梯 物业服务招标 业主委员会备案 停车场划线 "
    "违法建设拆除 企业排污 扬尘治理 噪声检测 食品抽检 低保审批 救助资金 惠农补贴 种粮补贴 土地流转 宅基地审批 房屋登记 "
    "招投标 政府采购 财政预算 三公经费 编制调整 公务员考录 教师招聘 学区划分 校车运营 公交线路 出租车许可 安全生产检查 "
    "消防验收 事故调查"
)
RECORDS = words(
    "批准文件 补偿安置方案 公告及其张贴照片 评估报告 听证笔录 社会稳定风险评估报告 勘测定界图 资金拨付凭证 会议纪要 "
    "验收意见 环境影响报告表 规划许可证 施工许可证 竣工验收备案表 合同全文 中标通知书 检查记录 处罚决定书 检测报告 "
    "信访答复 名单及金额 收费依据 统计数据 实施方案 责任分工 工作总结 档案目录 权属证明 红线图 四至范围"
)
OPENINGS = words("申请公开 请公开 请提供 要求查阅 希望获取 想了解 本人申请获取 请求依法公开 索取 申请书面公开")
PURPOSES = words("了解补偿标准 维护合法权益 诉讼举证 学术研究 生产经营需要 核实有关情况 监督村务 办理登记 申请行政复议")
ENDINGS = words("请以纸质形式邮寄 请通过电子邮件提供 请提供复印件并加盖公章 请当面领取 如不公开请说明理由和依据")
ASKING = words("能不能看 怎么申请 在哪里查 为什么不公开")


def clauses() -> list[str]:
    """Clauses of the reference texts; none where they are not at hand."""
    found: dict[str, None] = {}
    for path in sorted(REFERENCE.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for part in re.split(r"[，。；：、！？\s（）()《》“”]+", str(json.loads(line).get("text", ""))):
                if 4 <= len(part) <= 40:
                    found[part] = None
    return list(found)


class Requests:
    """Texts drawn from one stream of chance; two of the same seed say the same."""

    def __init__(self, seed: int = SEED) -> None:
        same = random.Random(SEED)
        self.clauses = clauses()
        same.shuffle(self.clauses)
        chars = [char for char in HAN if char]
        same.shuffle(chars)
        common = list(accumulate(1 / (rank + 3) for rank in range(len(chars))))
        self.names = ["".join(same.choices(chars, cum_weights=common, k=same.choice((2, 2, 3)))) for _ in range(NAMES)]
        self.often = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.names))))
        self.clause_often = list(accumulate(1 / (rank + 20) for rank in range(len(self.clauses))))
        self.chance = random.Random(seed)

    def name(self) -> str:
        return self.chance.choices(self.names, cum_weights=self.often)[0]

    def place(self) -> str:
        pick = self.chance.choice
        if self.chance.random() < 0.6:
            return f"{pick(FIRST)}{pick(FIRST)}{pick(LAST)}"
        return f"{self.name()}{pick(ROADS)}{self.chance.randrange(1, 400)}号"

    def title(self) -> str:
        pick = self.chance.choice
        return f"{self.place()}{pick(SUBJECTS)}{pick(RECORDS)}"

    def document(self, length: int = CHARACTERS) -> tuple[str, str]:
        """Return a title and a text of about ``length`` characters."""
        pick = self.chance.choice
        title = self.title()
        parts = [f"{pick(OPENINGS)}{self.chance.randrange(2008, 2027)}年{title}", f"{pick(TRADES)}公司{self.name()}"]
        size = sum(map(len, parts))
        while size < length - 30:
            parts.append(self.clause())
            size += len(parts[-1]) + 1
        parts += [f"用于{pick(PURPOSES)}", pick(ENDINGS)]
        return title, "，".join(parts)[:length]

    def clause(self) -> str:
        pick = self.chance.choice
        drawn = self.chance.random()
        if self.clauses and drawn < 0.6:
            return self.chance.choices(self.clauses, cum_weights=self.clause_often)[0]
        if drawn < 0.8:
            return f"{self.place()}{pick(SUBJECTS)}的{pick(RECORDS)}和{pick(RECORDS)}"
        return f"{self.name()}{pick(TRADES)}有限公司与{self.name()}的{pick(RECORDS)}"

    def question(self) -> str:
        """As a citizen types it: about 27 characters."""
        pick = self.chance.choice
        return f"{self.place()}{pick(SUBJECTS)}{pick(ASKING)}{pick(RECORDS)}{pick(PURPOSES)}"

    def keywords(self) -> str:
        """As an official types it: one or two words."""
        pick = self.chance.choice
        return pick((pick(SUBJECTS), pick(RECORDS), f"{pick(SUBJECTS)} {pick(RECORDS)}", self.name() + pick(TRADES)))


def documents(count: int) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Yield title, text and labels; one in twenty is one of the last fifty again, with a sentence left out."""
    made = Requests()
    chance = made.chance
    recent: list[tuple[str, str]] = []
    for _ in range(count):
        if recent and chance.random() < 0.05:
            title, text = chance.choice(recent)
            parts = text.split("，")
            parts.pop(chance.randrange(len(parts)))
            text = "，".join(parts)
        else:
            title, text = made.document()
            recent = [*recent[-49:], (title, text)]
        labels = {
            "scope": ["everyone"],
            "kind": [chance.choice(("precedent", "policy", "standard_text", "request"))],
            "year": [str(chance.randrange(2008, 2027))],
            "outcome": [f"C{chance.randrange(22)}"],
        }
        yield title, text, labels


def asked(each: int) -> dict[str, list[str]]:
    """Return what is asked of the library: questions, keywords, and whole drafts."""
    made = Requests(SEED + 1)
    return {
        "question": [made.question() for _ in range(each)],
        "keyword": [made.keywords() for _ in range(each)],
        "draft": [made.document(300)[1] for _ in range(each)],
    }
