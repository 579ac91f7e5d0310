"""Invented facts of the ruled forms. F01 stays blank: applicants fill it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters.kinds.forms import FileItem, Opinion, SearchStep

_UNIT: dict[str, Any] = {
    "unit": "城市管理办公室",
    "handler": "李承办",
    "due_on": date(2026, 3, 30),
}
_BLANK = dict.fromkeys(
    ("applicant_name", "channel_label", "case_number", "request_summary", "contact_name", "contact_phone"), ""
) | {"received_on": None, "confirmed_on": None}
_ORGAN = "济南市历城区人民政府山大路街道办事处"
_ITEMS = (
    FileItem("欧阳娜娜", "", "政府信息公开申请表及身份证明", date(2026, 3, 2), "1—3"),
    FileItem(_ORGAN, "山大路公告〔2026〕6号", "政府信息公开申请登记回执", date(2026, 3, 2), "4"),
    FileItem(_ORGAN, "检〔2026〕18号", "政府信息检索记录", date(2026, 3, 12), "5—8"),
    FileItem(_ORGAN, "", "政府信息公开审查表", date(2026, 3, 16), "9—10"),
    FileItem(_ORGAN, "", "政府信息公开申请答复审批表", date(2026, 3, 18), "11—12"),
    FileItem(_ORGAN, "山大路公复〔2026〕12号", "政府信息公开申请答复书", date(2026, 3, 20), "13—14"),
    FileItem(_ORGAN, "", "送达回证", date(2026, 3, 20), "15"),
)
_FILE: dict[str, Any] = {
    **_UNIT,
    "file_number": "0123-2026-D30-0018",
    "outcome_label": "予以公开",
    "closed_on": date(2026, 3, 20),
    "retention": "10年",
    "items": _ITEMS,
    "page_total": 15,
}

FORMS: dict[str, dict[str, Any]] = {
    "F01": _BLANK,
    "F02": {
        "channel_label": "口头申请",
        "id_kind": "居民身份证",
        "id_number": "（略）",
        "applicant_phone": "0531-00000000",
        "applicant_address": "济南市历城区山大路000号",
        "form_wanted": "纸质",
        "way_wanted": "当面领取",
        "taken_by": "王登记",
    },
    "F04": {
        "channel_label": "平常信函",
        "arrived_on": date(2026, 3, 2),
        "tries": (
            ("2026年3月2日9时10分", "电话0531-00000000", "王登记", "无人接听"),
            ("2026年3月2日14时25分", "电话0531-00000000", "王登记", "本人接听，确认当日收到申请"),
        ),
        "confirmed_by": "王登记",
    },
    "F05": {
        **_UNIT,
        "applicant_kind": "自然人",
        "applicant_contact": "0531-00000000，济南市历城区山大路000号",
        "form_wanted": "纸质",
        "way_wanted": "当面领取",
        "registered_at": "2026年3月2日16时05分",
        "registered_by": "王登记",
        "materials": ("居民身份证复印件1份",),
        "opinions": (Opinion("拟办意见", "转城市管理办公室办理，3月20日前提出答复意见。", "王登记", date(2026, 3, 2)),),
    },
    "F11": {
        **_UNIT,
        "reason": "申请公开的政府信息涉及的年份较多，需要到综合档案室逐卷检索，预计不能在原答复期限内完成审查。",
        "days": 20,
        "base_due_on": date(2026, 3, 30),
        "new_due_on": date(2026, 4, 28),
        "opinions": (
            Opinion("承办科室意见", "拟延长20个工作日。", "李承办", date(2026, 3, 24)),
            Opinion("政府信息公开工作机构负责人意见", "同意。", "孙主任", date(2026, 3, 25)),
        ),
    },
    "F14": {
        "addressee": "某某建设工程有限公司",
        "information": ("某项目施工合同中的单价分析表", "该项目施工组织设计中的工艺参数"),
        "inquiry_number": "山大路公函〔2026〕12号",
    },
    "F35": {
        "document_names": ("政府信息公开申请答复书（山大路公复〔2026〕12号）",),
        "way": "直接送达",
        "place": "济南市历城区山大路000号政务公开窗口",
        "served_on": date(2026, 3, 20),
        "server": "李承办",
    },
    "F36": {
        **_UNIT,
        "to_unit": "城市管理办公室",
        "demands": (
            "检索本科室保存的项目资料并形成检索记录",
            "提出是否公开的意见、依据和理由，并附拟提供的政府信息",
        ),
        "internal_due_on": date(2026, 3, 16),
        "assigned_by": "王登记",
        "attachments": ("政府信息公开申请表", "身份证明复印件"),
        "signed_on": date(2026, 3, 3),
        "opinions": (Opinion("交办意见", "请于3月16日前提出办理意见。", "赵科长", date(2026, 3, 3)),),
    },
    "F37": {
        **_UNIT,
        "to_unit": "城市管理办公室",
        "stage": "承办科室拟稿",
        "days_left": "4个",
        "demands": ("答复期限临近，请于3月25日前提交答复书送审稿", "如需延期，请立即报政府信息公开工作机构负责人审批"),
        "urged_by": "督查员",
        "signed_on": date(2026, 3, 24),
    },
    "F38": {
        **_UNIT,
        "organ_name": "济南市历城区人民政府办公室",
        "document_number": "历城督〔2026〕3号",
        "to_unit": _ORGAN,
        "issue": ("该申请答复期限将于2026年3月30日届满，经两次催办仍未提交送审稿",),
        "demands": ("2026年3月27日前提交送审稿，确保按期答复", "书面说明未按内部时限办理的原因和改进措施"),
        "answer_by": date(2026, 3, 27),
        "supervisor": "督查员",
        "signed_on": date(2026, 3, 25),
    },
    "F39": {
        **_UNIT,
        "letter_name": "政府信息公开申请答复书",
        "outcome_label": "予以公开",
        "legal_basis": "《中华人民共和国政府信息公开条例》第三十六条第二项、第四十条",
        "summary": "申请公开的政府信息由本机关制作并保存，经审查可以公开，拟提供复制件共12页。",
        "opinions": (
            Opinion("承办科室意见", "拟予以公开。", "李承办", date(2026, 3, 16)),
            Opinion("公开（保密）审查", "经审查，不涉及国家秘密、商业秘密和个人隐私。", "赵科长", date(2026, 3, 17)),
            Opinion("法制审核", "依据正确，同意。", "钱法制", date(2026, 3, 18)),
        ),
    },
    "F40": {
        **_UNIT,
        "information": ("山大路街道2025年度老旧小区改造项目竣工验收备案表", "竣工验收意见书"),
        "questions": (
            ("是否属于国家秘密，或者法律、行政法规禁止公开（第十四条）", "否"),
            ("公开后是否危及国家安全、公共安全、经济安全、社会稳定（第十四条）", "否"),
            (
                "是否涉及商业秘密、个人隐私等，第三方是否同意公开（第十五条）",
                "业主代表的身份证号码和住址涉及个人隐私",
            ),
            ("是否属于人事管理、后勤管理、内部工作流程信息（第十六条第一款）", "否"),
            ("是否属于过程性信息或者行政执法案卷信息（第十六条第二款）", "否"),
            ("法律、法规、规章是否规定应当公开（第十六条第二款）", "不涉及"),
            ("能否作区分处理（第三十七条）", "能够区分处理"),
        ),
        "separation": "遮盖业主代表的身份证号码和住址后，其余内容可以公开。",
        "conclusion": "同意按上述意见公开。",
    },
    "F41": {
        **_UNIT,
        "record_number": "检〔2026〕18号",
        "steps": (
            SearchStep(
                "电子公文系统",
                "以“老旧小区改造”“竣工验收”检索标题和正文",
                "李承办",
                date(2026, 3, 9),
                "16条，均非所申请的信息",
            ),
            SearchStep(
                "档案管理系统", "以“改造”“验收”“备案”检索案卷题名", "李承办", date(2026, 3, 9), "3卷，已逐卷查阅，没有"
            ),
            SearchStep("综合档案室2024年至2026年文书档案", "逐卷查阅卷内目录", "王登记", date(2026, 3, 10), "没有"),
            SearchStep(
                "城市管理办公室工作台账和电子文件", "查阅项目台账，检索共享文件夹", "李承办", date(2026, 3, 11), "没有"
            ),
            SearchStep("询问原项目经办人", "面谈，制作询问记录", "李承办", date(2026, 3, 12), "称未制作该材料"),
        ),
        "conclusion": "经上述检索，本机关没有制作或者保存申请人申请公开的政府信息。",
    },
    "F43": {
        **_UNIT,
        "information": ("山大路街道老旧小区改造年度计划和完成情况",),
        "matching": ("历城依申〔2026〕18号", "历城依申〔2026〕21号", "历城依申〔2026〕25号"),
        "column": "政府信息公开专栏—重点领域—城市更新",
        "publish_on": date(2026, 4, 10),
    },
    "F44-A": _FILE,
    "F44-B": _FILE,
    "F44-C": {**_FILE, "handed_by": "李承办"},
    "F46-B": {
        "dispute_kind": "行政复议",
        "body": "济南市历城区人民政府",
        "dispute_number": "历城政复〔2026〕31号",
        "served_on": date(2026, 5, 11),
        "answer_by": date(2026, 5, 25),
        "answered_on": date(2026, 5, 18),
        "result": "维持",
        "report_cell": "行政复议—结果维持",
        "events": (
            ("2026年5月11日", "收到行政复议申请书副本和答复通知书", "王登记"),
            ("2026年5月18日", "提交行政复议答复书、证据和依据", "钱法制"),
            ("2026年7月6日", "收到行政复议决定书：维持", "王登记"),
        ),
    },
}
