"""Invented facts of the final replies."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters.kinds.replies import WithheldItem

_GIVEN: dict[str, Any] = {
    "given_items": ("山大路街道2025年度老旧小区改造项目竣工验收备案表", "竣工验收意见书"),
    "form_label": "纸质复制件",
    "way_label": "当面领取",
    "collect_place": "济南市历城区山大路000号政务公开窗口",
    "collect_time": "工作日9:00至17:00",
    "page_count": 12,
}
_ONLINE: dict[str, Any] = {"electronic": True, "remedy_online": "https://fuyi.example.gov.cn"}
_CORRECTION: dict[str, Any] = {"notice_number": "山大路公告〔2026〕7号", "notice_on": date(2026, 3, 5)}


def _whole(*grounds: str, inseparable: str, **more: Any) -> dict[str, Any]:
    return {"grounds": grounds, "separation_reason": inseparable, **more}


_RECORD: dict[str, Any] = {
    "request_kind": "政府信息更正申请",
    "wanted": "要求更正的内容",
    "correcting": True,
    "request_summary": "本人公共租赁住房租赁补贴档案中记载的家庭人口数与共同居住家庭成员的基本情况",
    "checked": ("您提供的户口簿显示家庭人口为4人", "本机关保存的租赁补贴档案记载家庭人口为3人"),
    "competent_organ": "济南市历城区住房和城乡建设局",
    "competent_contact": "电话0531-00000000",
    "forwarded_on": date(2026, 3, 18),
}

_ELSEWHERE = ("租赁补贴档案由济南市历城区住房和城乡建设局形成和管理",)

REPLIES: dict[str, dict[str, Any]] = {
    "F07": {
        **_CORRECTION,
        "served_on": date(2026, 3, 6),
        "expired_on": date(2026, 3, 27),
        "signed_on": date(2026, 3, 30),
    },
    "F09": {
        "counts": "2026年1月1日至3月2日，您向本机关提出政府信息公开申请126件，涉及同一事项的达118件",
        "asked_number": "山大路公告〔2026〕9号",
        "asked_on": date(2026, 3, 6),
        "reasons_given": "需要了解社区各项工作的全部情况",
        "grounds": (
            "所提申请绝大部分针对同一事项的不同表述，本机关均已答复",
            "说明的理由没有涉及确有获取必要的具体信息，不能解释申请的数量和频次",
        ),
    },
    "F20": {
        "notice_number": "山大路公告〔2026〕8号",
        "notice_on": date(2026, 3, 5),
        "served_on": date(2026, 3, 6),
        "amount": "人民币100元",
        "expired_on": date(2026, 4, 3),
        "signed_on": date(2026, 4, 7),
    },
    "F21": {**_GIVEN, "attachments": _GIVEN["given_items"]},
    "F22": {
        **_ONLINE,
        "public_places": (
            "《山大路街道2025年度老旧小区改造项目实施方案》（山大路办发〔2026〕1号），网址为"
            "https://www.example.gov.cn/art/2026/1/15/art_20260115_0001.html",
            "《2025年度项目验收情况公示》，张贴于山大路街道政务公开栏",
        ),
    },
    "F23": {
        **_GIVEN,
        "withheld": (
            WithheldItem(
                "验收备案表第3页业主代表的身份证号码和家庭住址",
                "D4",
                ("第十五条", "第三十六条第三项"),
                "该内容涉及个人隐私",
                basis="公开会使业主代表的个人信息为公众知悉，损害其合法权益",
                no_exception=True,
            ),
            WithheldItem(
                "验收意见书所附会议记录",
                "D6",
                ("第十六条第二款", "第三十六条第三项"),
                "该内容系形成验收意见过程中的发言记录",
                basis="讨论记录",
                no_exception=True,
            ),
        ),
        "separation_note": (
            "备案表第3页业主代表的身份证号码和家庭住址已作遮盖处理，验收意见书所附会议记录未提供，其余内容完整提供"
        ),
    },
    "F24-D1": _whole(
        "该信息载有依法确定的密级标志",
        "经保密审查，该信息仍在保密期限内，没有解密",
        inseparable="该材料整体确定了密级，没有可以单独提供的部分",
        secrecy_basis="该信息的密级和保密期限已由有权机关依照保守国家秘密的法律确定",
        request_summary="某专项工作会议的材料",
    ),
    "F24-D2": _whole(
        "该信息系本机关履行未成年人保护职责时获取的有关案件中未成年人的身份信息",
        "上述规定禁止任何组织和个人披露该类信息，本件没有查找失踪、被拐卖未成年人等例外情形",
        inseparable="所申请的内容均能够识别未成年人的身份，没有可以单独提供的部分",
        law_cited="《中华人民共和国未成年人保护法》第一百零三条",
        request_summary="某侵害未成年人案件中被侵害人的姓名、住所和就读学校",
    ),
    "F24-D3": _whole(
        "该信息载明辖区供水泵站的布局、控制方式和应急备份点位",
        "公开后可能被用于破坏供水设施，危及公共安全",
        inseparable="泵站布局和应急调度贯穿方案全文，隐去后只剩标题和章节名称",
        limb="公共安全",
        request_summary="辖区供水泵站分布和应急供水方案",
    ),
    "F24-D4": _whole(
        "该信息载明某公司的成本构成和报价方法",
        "该公司已采取保密措施，该信息不为公众所知悉，并具有商业价值",
        inseparable="所申请的内容均为成本数据和报价方法，隐去后没有可以提供的内容",
        interest="第三方的商业秘密",
        public_interest="中标结果、合同金额和履行情况已经公开，不影响公众监督",
        consultation=(
            "本机关于2026年3月5日书面征求第三方意见，第三方于2026年3月12日书面答复不同意公开并说明了理由，"
            "经审查，其理由合理"
        ),
        request_summary="某公司投标文件中的成本分析",
    ),
    "F24-D5": _whole(
        "该信息系本机关内部人员岗位分工和考核安排",
        "该信息不对外部产生直接影响",
        inseparable="岗位分工和考核安排均为人事管理内容，没有可以单独提供的部分",
        limb="人事管理",
        request_summary="街道机关人员岗位分工和考核安排",
    ),
    "F24-D6": _whole(
        "该信息系本机关就验收事项召开内部会议形成的发言记录",
        "该信息未对外发布，不是验收事项的最终结论",
        **_ONLINE,
        inseparable="所申请的内容均为参会人员的发言记录，没有可以单独提供的部分",
        limb="讨论记录",
        no_duty_to_disclose=True,
        request_summary="老旧小区改造项目验收会议的讨论记录",
    ),
    "F24-D7": _whole(
        "该信息系本机关办理行政处罚案件形成并归入案卷的询问笔录和现场检查记录",
        "行政处罚决定信息已依法公示",
        inseparable="询问笔录和现场检查记录均为案卷材料，没有可以单独提供的部分",
        no_duty_to_disclose=True,
        file_access="持有效身份证明到本机关综合行政执法队查阅",
        request_summary="某行政处罚案件的询问笔录和现场检查记录",
    ),
    "F24-D8": {
        "request_summary": "某小区房屋的不动产登记资料",
        "query_matter": "不动产登记资料查询事项",
        "special_law": "《不动产登记暂行条例》",
        "query_office": "济南市不动产登记中心历城分中心",
    },
    "F25": {
        "search_record": "检〔2026〕18号",
        "searched_on": date(2026, 3, 12),
        "search_places": (
            "本机关电子公文系统、档案管理系统",
            "本机关综合档案室2024年至2026年的文书档案和项目档案",
            "承办科室保存的工作台账和电子文件",
        ),
        "search_words": ("老旧小区改造", "竣工验收", "备案"),
        "search_period": "2024年1月1日至2026年3月12日",
    },
    "F26": {
        "grounds": ("该信息由负责建设工程竣工验收备案的行政机关制作", "本机关没有制作或者保存该信息"),
        "competent_organ": "济南市历城区住房和城乡建设局",
        "competent_contact": "济南市历城区某某路000号，电话0531-00000000",
    },
    "F27": {
        "request_summary": "2025年度老旧小区改造费用按楼栋汇总表",
        "grounds": (
            "本机关没有制作过按楼栋分项统计的改造费用汇总表",
            "形成该信息需要对各项目决算材料逐项摘录、归类和计算",
        ),
        "separation_reason": "申请的内容是一份尚不存在的汇总表，没有可以单独提供的部分",
        "existing": ("2025年度老旧小区改造项目决算书", "2025年度老旧小区改造项目资金拨付凭证目录"),
    },
    "F28": {
        "request_summary": "老旧小区改造的全部有关材料",
        **_CORRECTION,
        "corrected_on": date(2026, 3, 12),
        "asked": ("所需政府信息的名称、文号或者形成时间", "所称“有关材料”指哪一项目的哪一类材料"),
        "grounds": ("补正材料仍使用“全部有关材料”的表述，没有指明项目和材料种类", "据此无法确定检索的对象和范围"),
    },
    "F29": {
        "earlier_number": "山大路公复〔2025〕86号",
        "earlier_found": True,
        "earlier_on": date(2025, 11, 20),
        "earlier_subject": "山大路街道2025年度老旧小区改造项目竣工验收备案材料",
    },
    "F30": {
        "request_summary": "查处某物业服务企业违规行为的结果",
        "activity": "投诉",
        "grounds": (
            "申请内容为要求本机关查处某物业服务企业的违规行为并答复处理结果",
            "申请没有指向本机关制作或者保存的具体政府信息",
        ),
        "channels": (
            "拨打12345政务服务便民热线",
            "向济南市历城区信访局提出",
            "向济南市历城区住房和城乡建设局物业管理机构投诉",
        ),
    },
    "F31": {
        "request_summary": "《济南市历城区年鉴》2025年卷",
        "publication": "《济南市历城区年鉴》",
        "sources": ("到济南市历城区图书馆地方文献室借阅", "通过该书出版单位或者书店购买"),
    },
    "F32": {
        "request_summary": "重新出具老旧小区改造项目竣工验收备案表",
        "demand": "对此前提供的竣工验收备案表加盖印章并出具真实性证明",
        "earlier_number": "山大路公复〔2025〕86号",
        "earlier_found": True,
        "earlier_on": date(2025, 11, 20),
        "earlier_way": "纸质复制件",
    },
    "F33-A": {**_RECORD, "changes": ("租赁补贴档案中的家庭人口数由“3人”更正为“4人”",)},
    "F33-B": {
        **_RECORD,
        "reasons": (
            "档案记载的是申请补贴时的家庭人口数，与当时的户籍登记一致",
            "此后家庭人口的变化不影响该记录的准确性",
        ),
    },
    "F33-C": {**_RECORD, "checked": _ELSEWHERE},
    "F33-D": {**_RECORD, "checked": _ELSEWHERE},
    "F34": {
        "request_summary": "山大路街道老旧小区改造项目的实施方案、资金安排、招标文件和施工合同以及竣工验收备案材料",
        "withdrawn_on": date(2026, 3, 10),
        "withdrawn_way": "书面",
    },
    "F34-X3": {
        "closing_reason": (
            "该申请系重复提交，登记了两个受理编号，内容完全一致，本机关已在受理编号历城依申〔2026〕17号的办件中一并答复",
        )
    },
}
