"""What the invented applicants ask and what the practice organs answer: own sentences, one row a kind of request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ask:
    """A kind of request and the outcome it usually meets. ``{place}`` is a street or village, ``{year}`` a year."""

    topic: str
    title: str
    outcome: str
    ground: str
    facts: dict[str, Any] = field(default_factory=dict)
    weight: int = 1
    matter: str = "disclosure"


PLACES = (
    "洪家楼街道花园北区", "东风街道", "全福街道", "华山街道", "荷花路街道", "王舍人街道", "鲍山街道", "郭店街道",
    "唐冶街道", "港沟街道", "董家街道", "彩石街道", "唐王街道", "山大路街道",
)  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("建国", "秀英", "伟", "桂兰", "志强", "玉梅", "军", "晓燕", "德胜", "文静", "磊", "丽华", "洪亮", "雪", "永福")
COMPANIES = (
    ("business", "济南泉城建材有限公司"), ("business", "山东齐鲁物流有限公司"), ("legal_service", "山东明湖律师事务所"),
    ("research", "济南城市发展研究院"), ("public_interest", "济南市绿色家园环保协会"), ("other", "历城区某村村民委员会"),
)  # fmt: skip

LIMITS = {"separation_reason": "拟公开部分与不予公开部分在内容上不可分割，作区分处理后不再具有独立的意义"}

ASKS: tuple[Ask, ...] = (
    Ask("征地拆迁", "{place}{year}年度集体土地征收补偿安置方案及公告", "G2",
        "经检索，本机关保存有您申请的补偿安置方案及其公告文本。",
        {"given_items": ["{place}{year}年度集体土地征收补偿安置方案（复印件）", "征收补偿安置公告（复印件）"], "page_count": 12},
        8),
    Ask("征地拆迁", "{place}旧村改造项目征地批复文件", "G1", "经检索，您申请的批复文件已在区政府门户网站主动公开。",
        {"public_places": ["历城区人民政府网站“重点领域信息公开—征地信息”栏目，检索“{place}”"]}, 6),
    Ask("房屋征收", "{place}房屋征收补偿协议签约情况汇总表", "P",
        "经审查，汇总表中的户数、面积、金额合计可以公开，各户姓名、身份证号码属于个人隐私。",
        {"given_items": ["{place}房屋征收补偿签约情况汇总表（隐去个人信息）"],
         "withheld": [{"item": "各户姓名、身份证号码及银行账号", "outcome": "D4", "reason": "该内容属于个人隐私",
                       "basis": "公开会使各户的身份和财产信息为公众知悉，损害其合法权益", "no_exception": "1"}],
         "separation_note": "已隐去涉及个人隐私的栏目，其余内容予以提供", "page_count": 4}, 4),
    Ask("房屋征收", "{place}某户房屋征收补偿安置协议", "D4",
        "该协议由征收部门与被征收户签订，载有该户家庭成员、财产和补偿金额等个人信息。",
        {"interest": "个人隐私", "own_judgement": "协议内容涉及被征收户的个人隐私，公开会损害其合法权益",
         "public_interest": "征收范围、补偿标准和分户评估的办法已经公布，不公开单户协议不影响公众监督", **LIMITS}, 3),
    Ask("城乡规划", "{place}控制性详细规划批前公示材料", "N1b", "规划编制和审批由市自然资源和规划部门负责，不属于本机关负责公开。",
        {"competent_organ": "济南市自然资源和规划局", "competent_contact": "地址：济南市龙奥大厦；请以该局公布的信息公开指南为准"}, 5),
    Ask("城乡规划", "{place}违法建设认定的内部会办意见", "D6", "该意见是认定过程中各科室讨论形成的书面记录，并非最终决定。",
        {"limb": "讨论记录", "no_duty_to_disclose": True, **LIMITS}, 2),
    Ask("社会保障", "{place}{year}年被征地农民养老保险资金拨付凭证", "N1a", "",
        {}, 6),
    Ask("社会保障", "被征地农民参加社会养老保险的政策依据文件", "G1", "经检索，有关政策文件已经主动公开。",
        {"public_places": ["山东省人力资源和社会保障厅网站政策文件栏目"]}, 3),
    Ask("行政执法", "对{place}某建筑工地扬尘问题作出行政处罚的案卷材料", "D7", "您申请的材料由立案、调查取证、审查决定等环节形成，属于行政执法案卷。",
        {"no_duty_to_disclose": True, "file_access": "当事人及利害关系人可以依法申请查阅案卷", **LIMITS}, 2),
    Ask("物业管理", "{place}某小区物业服务企业备案和业主委员会备案材料", "G2", "经检索，本机关保存有该小区业主委员会备案表。",
        {"given_items": ["{place}某小区业主委员会备案表（复印件）"], "page_count": 3}, 5),
    Ask("物业管理", "请说明{place}某小区物业费为何上涨", "R1", "您提出的是对物业收费问题的咨询和投诉，并非申请获取已有的政府信息。",
        {"activity": "咨询、投诉", "channels": ["拨打12345政务服务便民热线", "向区住房和城乡建设局反映"]}, 4),
    Ask("财政资金", "{place}{year}年民生项目支出按村逐户明细及分析说明", "N2", "本机关没有按村逐户汇总分析的现成材料，需要对原始凭证进行加工、分析。",
        {"existing": ["{year}年部门决算（已主动公开）"], "separation_reason": "现有凭证分散，作区分处理仍需逐笔加工汇总"}, 2),
    Ask("不动产登记", "{place}某宗地的不动产登记簿及宗地图", "D8", "",
        {"query_matter": "不动产登记资料", "special_law": "《不动产登记暂行条例》第二十七条", "query_office": "济南市不动产登记中心"}, 3),
    Ask("信息公开", "{place}街道办事处干部任免考察材料", "D5", "该材料形成于人事管理工作，属于内部事务信息。",
        {"limb": "人事管理", **LIMITS}, 1),
    Ask("信息公开", "要求在去年提供的复印件上重新加盖公章", "R5", "",
        {"demand": "在此前提供的复印件上重新加盖公章", "earlier_on": "{earlier}", "earlier_way": "邮寄纸质复印件",
         "earlier_outside": "此前以纸质卷宗办理，现存本机关档案室"}, 1),
    Ask("信息公开", "《济南年鉴》{year}卷全文", "R3", "",
        {"publication": "《济南年鉴》{year}卷", "sources": ["济南市图书馆可供借阅", "出版单位公开发行，可以购买"]}, 1),
)  # fmt: skip
# Not drawn by weight: what is no request for information (Art. 41).
RECORD = Ask("社会保障", "{place}低保档案中记载的本人家庭人口数", "C1", "",
    {"checked": ["申请人提供的户口簿记载家庭人口4人", "{place}低保档案记载家庭人口3人，系录入时漏登一人"],
     "changes": ["低保档案中的家庭人口数由“3人”更正为“4人”"]}, 0, "record_correction")  # fmt: skip
