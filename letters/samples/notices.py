"""Invented facts of the notices and of the letters between organs."""

from __future__ import annotations

from datetime import date
from typing import Any

_INFORMATION = ("山大路街道2025年度老旧小区改造项目竣工验收备案表",)
_ANSWER = "济南市历城区山大路000号，或者本机关公布的电子邮箱"
_SUPERVISION: dict[str, Any] = {
    "organ_name": "济南市历城区人民政府办公室",
    "organ_mark_name": "济南市历城区人民政府办公室文件",
    "document_number": "历城政办〔2026〕5号",
    "addressee": "山大路街道办事处",
    "findings": (
        "有3件政府信息公开申请临近答复期限仍未提交审核",
        "有1件答复没有载明检索的范围和方法",
        "登记信息不完整，收到申请之日与登记时间混淆",
    ),
    "demands": (
        "立即对在办申请逐件核对期限，确保依法按期答复",
        "对信息不存在的答复，一律附检索记录",
        "组织承办人员学习有关规定，健全登记、审核、办理、答复、归档工作制度",
    ),
    "report_by": date(2026, 4, 10),
    "copies_to": ("区司法局", "区大数据局"),
}
NOTICES: dict[str, dict[str, Any]] = {
    "F03": {
        "request_summary": "山大路街道老旧小区改造项目的实施方案、资金安排、招标文件和施工合同以及竣工验收备案材料",
        "due_on": date(2026, 3, 30),
        "query_code": "20670411",
        "signed_on": date(2026, 3, 2),
    },
    "F06": {
        "request_summary": "老旧小区改造的有关材料",
        "unclear": ("“老旧小区改造”", "“有关材料”"),
        "matters": (
            "“老旧小区改造”没有指明项目或者小区，辖区内有多个改造项目，请写明项目名称或者小区名称",
            "“有关材料”没有指明材料的种类，无法确定检索的对象，请写明名称、文号或者种类，如实施方案、招标文件、验收材料",
        ),
        "guidance": (
            "可以按“某小区2025年度改造项目的施工合同”的形式，写明小区、年度和材料种类",
            "辖区内已改造小区的名单，可以查阅本机关网站公布的政府信息公开目录",
        ),
        "period_wd": 15,
        "submit_to": "当面或者邮寄至济南市历城区山大路000号，也可以通过互联网平台提交",
        "signed_on": date(2026, 3, 5),
    },
    "F08": {
        "counts": "2026年1月1日至3月2日，您向本机关提出政府信息公开申请126件",
        "matters": ("大量、频繁提出申请的原因", "所申请的各项政府信息之间的联系和获取的必要性"),
        "period_wd": 7,
        "signed_on": date(2026, 3, 6),
    },
    "F10": {
        "asked_number": "山大路公告〔2026〕9号",
        "asked_on": date(2026, 3, 6),
        "reasons_given": "所在社区正在编写社区志，需要查阅历年资料",
        "why_not_in_time": "申请所涉历年档案三百余卷，没有电子目录，需要人员逐卷检索、登记，再逐件审查是否可以公开",
        "delayed_until": date(2026, 5, 29),
        "signed_on": date(2026, 3, 26),
    },
    "F12": {
        "reason": "申请公开的政府信息涉及的年份较多、需要到综合档案室逐卷检索",
        "days": 20,
        "base_due_on": date(2026, 3, 30),
        "new_due_on": date(2026, 4, 28),
        "approved_on": date(2026, 3, 25),
        "approver": "孙主任",
        "signed_on": date(2026, 3, 26),
    },
    "F13": {
        "addressee": "某某建设工程有限公司",
        "salutation": "贵单位",
        "information": ("某项目施工合同中的单价分析表", "该项目施工组织设计中的工艺参数"),
        "interest": "商业秘密",
        "reply_to": _ANSWER,
        "attachments": ("第三方意见回执", "拟公开政府信息的摘录"),
        "signed_on": date(2026, 3, 5),
    },
    "F15": {"party": "第三方", "sent_on": "2026年3月5日", "signed_on": date(2026, 3, 5)},
    "F16": {
        "addressee": "某某建设工程有限公司",
        "salutation": "贵单位",
        "opinion": "贵单位于2026年3月12日书面答复不同意公开，理由为涉及商业秘密",
        "reasons": (
            "该内容关系住宅工程的结构安全，涉及众多居民的人身和财产安全",
            "不公开将使居民无法判断房屋是否需要采取防护措施",
        ),
        "information": ("某项目结构安全检测报告的结论部分",),
        "disclose_on": date(2026, 4, 20),
    },
    "F17": {
        "addressee": "济南市历城区住房和城乡建设局",
        "information": _INFORMATION,
        "questions": ("是否同意公开上述政府信息", "上述政府信息是否已由贵单位公开"),
        "reply_to": _ANSWER,
        "signed_on": date(2026, 3, 5),
    },
    "F17-X": {
        "addressee": "济南市历城区住房和城乡建设局",
        "information": _INFORMATION,
        "questions": ("上述政府信息的内容是否准确、一致", "公开上述政府信息对贵单位履行职责有无影响"),
        "reply_to": _ANSWER,
        "answer_by": date(2026, 3, 26),
        "signed_on": date(2026, 3, 5),
    },
    "F18": {
        "addressee": "济南市历城区档案馆",
        "matters": (
            "检索2020年至2025年移交进馆的山大路街道老旧小区改造项目档案",
            "提供检索到的档案目录，并注明档号和页数",
        ),
        "answer_by": date(2026, 3, 12),
        "signed_on": date(2026, 3, 5),
        "copies_to": ("济南市历城区人民政府办公室",),
    },
    "F19": {
        "standard": "按件计收",
        "counted": "2026年3月您向本机关提出申请30件，本件为当月第30件",
        "steps": ("当月第11件起的一档，每件100元；本件为第30件，应缴100元",),
        "amount": "人民币100元",
        "pay_way": "持本通知书到指定的代收银行缴纳，执收编码见所附缴款单",
        "attachments": ("非税收入缴款单",),
    },
    "F33-E": {
        "addressee": "济南市历城区住房和城乡建设局",
        "request_summary": "本人租赁补贴档案中的家庭人口数",
        "salutation": "贵单位",
        "checked": ("租赁补贴档案由济南市历城区住房和城乡建设局形成和管理",),
        "attachments": ("政府信息更正申请及证据材料",),
    },
    "F42": {
        "addressee": "济南市历城区国家保密局",
        "information": ("某项目涉及的地下管线分布图",),
        "background": ("申请人要求公开某项目的全部竣工图纸", "其中地下管线分布图没有标注密级"),
        "own_view": ("该图可能涉及重要基础设施的安全，公开与否本机关难以确定", "建议暂不公开"),
        "answer_by": date(2026, 3, 26),
        "signed_on": date(2026, 3, 9),
        "attachments": ("地下管线分布图（密封件）",),
    },
    "F43-A": {
        "information": ("山大路街道老旧小区改造年度计划和完成情况",),
        "result": ("该信息可以公开，且多个申请人提出过相同申请", "自2026年起在本机关网站政府信息公开专栏每年公布"),
    },
    "F45-A": _SUPERVISION,
    "F45-B": _SUPERVISION,
    "F45-C": {**_SUPERVISION, "addressee": "各镇人民政府、各街道办事处，区政府各部门"},
    "F45-D": {
        **_SUPERVISION,
        "organ_mark_name": "济南市历城区人民政府办公室",
        "document_number": "历城政办函〔2026〕6号",
    },
    "F46": {
        "addressee": "济南市历城区人民政府",
        "claimant": "欧阳娜娜",
        "act": "政府信息公开申请答复",
        "act_number": "山大路公复〔2026〕12号",
        "served_on": date(2026, 5, 11),
        "article": "第四十八条",
        "history": (
            "本机关于2026年3月2日收到欧阳娜娜的政府信息公开申请",
            "本机关于2026年3月20日作出答复，并于同日送达",
        ),
        "basis": ("申请公开的政府信息可以公开，本机关已全部提供", "答复没有超过法定期限，程序合法"),
        "view": ("请求维持本机关作出的答复",),
        "signed_on": date(2026, 5, 18),
        "attachments": ("证据目录和证据材料", "适用的规范性文件"),
    },
    "F47": {
        "original_name": "政府信息公开申请答复书",
        "original_number": "山大路公复〔2026〕12号",
        "original_on": date(2026, 3, 20),
        "changes": ("第一页第5行“2024年度”更正为“2025年度”",),
        "signed_on": date(2026, 3, 24),
        "document_number": "山大路公告〔2026〕15号",
    },
}
