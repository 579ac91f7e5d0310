"""The ruled forms as blocks: one function a form, two columns of label and value, opinions to be signed.

A form is read by people who have filled in a thousand of them: same order of cells everywhere, number and applicant
on top, opinions at the foot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from letters.blocks import Block, Cell, FormLine, FormNote, Table
from letters.facts import Common, printable
from letters.kinds import forms as f
from letters.wording import numbered

WIDTHS = (18.0, 32.0, 18.0, 32.0)
Row = tuple[Cell, ...]


def _value(value: Any) -> str:
    shown = printable(value)
    return "\n".join(numbered(shown)) if isinstance(shown, tuple) else shown


def pair(label: str, value: Any, label2: str, value2: Any) -> Row:
    """Two facts on one row."""
    return (Cell(label, label=True), Cell(_value(value)), Cell(label2, label=True), Cell(_value(value2)))


def wide(label: str, value: Any, height: float = 0) -> Row:
    """One fact over the whole row; `height` is the least height in mm."""
    return (Cell(label, label=True), Cell(_value(value), colspan=3, height_mm=height))


def pick(label: str, options: Iterable[str], chosen: str) -> Row:
    """Boxes to tick."""
    return (Cell(label, label=True), Cell(colspan=3, choices=tuple((o, bool(o) and o == chosen) for o in options)))


def signed(opinion: f.Opinion, height: float = 26) -> Row:
    """An opinion with room for signature and date."""
    cell = Cell(
        opinion.text, colspan=3, signature=True, signed_by=opinion.person, signed_on=opinion.day, height_mm=height
    )
    return (Cell(opinion.step, label=True), cell)


def opinions(facts: f.CaseForm, *steps: str, height: float = 26) -> list[Row]:
    """The opinions of the given steps in their order, blank where nobody has written yet."""
    given = {o.step: o for o in facts.opinions}
    return [signed(given.get(step, f.Opinion(step)), height) for step in steps]


def heading(facts: f.CaseForm, label: str = "受理编号", number: str = "") -> FormLine:
    """The line over the table: the organ on the left, the number on the right."""
    return FormLine(left=facts.organ_name, right=f"{label}：{number or facts.case_number}")


def case_rows(facts: f.CaseForm) -> list[Row]:
    """Who asked for what, and when: the head of every form about a case."""
    return [
        pair("申请人", facts.applicant_name, "提交方式", facts.channel_label),
        pair("收到申请之日", facts.received_on, "答复期限", facts.due_on),
        wide("申请内容", facts.request_summary, 18),
    ]


def grid(rows: Iterable[Row]) -> Table:
    return Table(WIDTHS, tuple(rows))


def application(facts: f.Application) -> list[Block]:
    """F01; no purpose of use is asked: the Regulation does not require one."""
    describe = (
        "请写明记录的名称、不准确之处和正确内容，并附证据材料。"
        if facts.correcting
        else "所需政府信息请尽量写明名称、文号或者形成时间、制作机关，以便查找。"
    )
    person = () if facts.organisation else (facts.applicant_name, facts.id_kind, facts.id_number)
    rows: list[Row] = [
        (Cell("申请人信息", label=True, colspan=4),),
        pair("公民姓名", person[0] if person else "", "工作单位", ""),
        pair("证件名称", person[1] if person else "", "证件号码", person[2] if person else ""),
        pair(
            "单位名称",
            facts.applicant_name if facts.organisation else "",
            "统一社会信用代码",
            facts.id_number if facts.organisation else "",
        ),
        pair("法定代表人", facts.legal_person, "联系人", facts.contact_person),
        wide("联系地址", facts.applicant_address),
        pair("邮政编码", facts.postcode, "联系电话", facts.applicant_phone),
        pair("传真", "", "电子邮箱", facts.applicant_email),
        *_wanted(facts),
        signed(f.Opinion("申请人签名（盖章）"), 20),
    ]
    return [
        FormLine(left=f"受理机关：{facts.organ_name}", right=f"受理编号：{facts.case_number or '（由受理机关填写）'}"),
        grid(rows),
        FormNote(
            f"填表说明：1.请附身份证明复印件；委托代理人提出的，并附授权委托书和代理人身份证明。2.{describe}3.采用书面形式确有困难的，可以口头提出，由受理机关代为填写。"
            "4.工作单位、传真可以不填；不需要填写申请信息的用途。"
        ),
    ]


def _wanted(facts: f.Application) -> list[Row]:
    """What is asked for: information, or that a record about oneself be corrected (Art. 41)."""
    if facts.correcting:
        return [
            (Cell("要求更正的与自身相关的政府信息记录", label=True, colspan=4),),
            wide("记录的名称、不准确之处和正确内容", facts.request_summary, 48),
            wide("证据材料", "", 24),
        ]
    return [
        (Cell("所需政府信息", label=True, colspan=4),),
        wide("名称、文号或者便于查询的其他特征性描述", facts.request_summary, 48),
        *_provision(facts),
    ]


def _provision(facts: f.Application) -> list[Row]:
    """How the information is to be given; where a record is corrected nothing is handed out."""
    if facts.correcting:
        return []
    return [
        pick("提供方式", ("纸质", "电子文件", "查阅、抄录"), facts.form_wanted),
        pick("获取途径", ("当面领取", "邮寄", "电子邮件", "网上获取"), facts.way_wanted),
    ]


def oral_application(facts: f.Application) -> list[Block]:
    """F02, Art. 29(1): filled by the office, read back, signed by the applicant."""
    rows = [
        pair("申请人", facts.applicant_name, "证件名称", facts.id_kind),
        pair("证件号码", facts.id_number, "联系电话", facts.applicant_phone),
        wide("联系地址", facts.applicant_address),
        wide("口头申请的内容", facts.request_summary, 60),
        *_provision(facts),
        signed(f.Opinion("申请人确认", "以上内容已向本人宣读，与本人口头申请一致。"), 28),
        signed(f.Opinion("代填人", "", facts.taken_by, facts.received_on), 20),
    ]
    note = "依据：《中华人民共和国政府信息公开条例》第二十九条第一款。申请人签名之日为收到申请之日。"
    return [heading(facts), grid(rows), FormNote(note)]


def confirmation(facts: f.Confirmation) -> list[Block]:
    names = ("序号", "联系时间", "联系方式和号码", "联系人", "结果")
    tries: list[Row] = [tuple(Cell(name, label=True) for name in names)]
    for n, (when, how, who, result) in enumerate(facts.tries, start=1):
        tries.append((Cell(str(n), centred=True), Cell(when), Cell(how), Cell(who, centred=True), Cell(result)))
    return [
        heading(facts),
        grid(
            [
                pair("申请人", facts.applicant_name, "提交方式", facts.channel_label),
                pair("送到日期", facts.arrived_on, "确认收到之日", facts.confirmed_on),
                wide("申请内容", facts.request_summary, 16),
            ]
        ),
        FormLine(left="联系经过"),
        Table((8.0, 22.0, 26.0, 14.0, 30.0), tuple(tries), head_rows=1),
        FormLine(left="　"),
        grid([signed(f.Opinion("确认人", "", facts.confirmed_by, facts.confirmed_on), 18)]),
        FormNote("依据：《中华人民共和国政府信息公开条例》第三十一条。平常信函应当在收到的当日与申请人确认。"),
    ]


def registration(facts: f.Registration) -> list[Block]:
    rows = [
        pair("申请人", facts.applicant_name, "申请人类别", facts.applicant_kind),
        wide("联系方式", facts.applicant_contact),
        pair("提交方式", facts.channel_label, "收到申请之日", facts.received_on),
        pair("登记时间", facts.registered_at, "答复期限", facts.due_on),
        wide("申请内容", facts.request_summary, 36),
        *([] if facts.correcting else [pair("提供方式", facts.form_wanted, "获取途径", facts.way_wanted)]),
        wide("随附材料", facts.materials, 16),
        pair("承办科室", facts.unit, "承办人", facts.handler),
        *opinions(facts, "拟办意见", "负责人意见"),
        pair("登记人", facts.registered_by, "备注", ""),
    ]
    return [heading(facts), grid(rows)]


def extension_approval(facts: f.ExtensionApproval) -> list[Block]:
    rows = [
        *case_rows(facts),
        pair("承办科室", facts.unit, "承办人", facts.handler),
        pair("原答复期限", facts.base_due_on, "申请延长", f"{facts.days}个工作日" if facts.days else ""),
        wide("延长后期限", facts.new_due_on),
        wide("延期理由", facts.reason, 40),
        *opinions(facts, "承办科室意见", "政府信息公开工作机构负责人意见", height=32),
    ]
    note = (
        "依据：《中华人民共和国政府信息公开条例》第三十三条第二款。延长的期限最长不得超过20个工作日，"
        "并应当在原期限届满前告知申请人。"
    )
    return [heading(facts), grid(rows), FormNote(note)]


def third_party_slip(facts: f.ThirdPartySlip) -> list[Block]:
    rows = [
        wide("第三方", facts.addressee),
        wide("征求意见的政府信息", facts.information, 24),
        pick("意见", ("同意公开", "部分同意公开", "不同意公开"), ""),
        wide("不同意公开的内容和理由", "", 60),
        wide("所附证明材料", "", 20),
        signed(f.Opinion("第三方签名（盖章）"), 28),
    ]
    note = (
        "请自收到征询书之日起15个工作日内填写寄回。逾期未提出意见的，由行政机关依照《中华人民共和国政府信息公开条例》的规定"
        "决定是否公开（第三十二条）。"
    )
    line = FormLine(left=f"致：{facts.organ_name}", right=f"征询书文号：{facts.inquiry_number}")
    return [line, grid(rows), FormNote(note)]


def service_record(facts: f.ServiceRecord) -> list[Block]:
    rows = [
        wide("受送达人", facts.applicant_name),
        wide("送达文书名称和文号", facts.document_names, 24),
        pair("送达方式", facts.way, "送达日期", facts.served_on),
        wide("送达地点", facts.place),
        pair("送达人", facts.server, "邮件号", facts.tracking),
        signed(f.Opinion("受送达人签名（盖章）", "", facts.received_by, facts.served_on), 24),
        signed(f.Opinion("代收人及与受送达人的关系"), 24),
        wide("拒收或者不能送达的事由", facts.refusal, 24),
        wide("见证人", facts.witnesses, 16),
        wide("备注", "", 16),
    ]
    return [FormLine(left=facts.organ_name, right=f"受理编号：{facts.case_number}"), grid(rows)]


def assignment(facts: f.Assignment) -> list[Block]:
    rows = [
        *case_rows(facts),
        pair("承办单位", facts.to_unit, "内部办结时限", facts.internal_due_on),
        wide("办理要求", facts.demands, 36),
        wide("随附材料", facts.attachments, 16),
        *opinions(facts, "交办意见"),
        pair("交办人", facts.assigned_by, "交办日期", facts.signed_on),
        signed(f.Opinion("承办单位签收"), 20),
    ]
    return [heading(facts), grid(rows), FormNote("内部转办、交办不影响答复期限的计算。")]


def urging(facts: f.Urging) -> list[Block]:
    rows = [
        *case_rows(facts),
        pair("承办单位", facts.to_unit, "承办人", facts.handler),
        pair("当前环节", facts.stage, "剩余工作日", facts.days_left),
        wide("催办事项", facts.demands, 36),
        pair("催办人", facts.urged_by, "催办日期", facts.signed_on),
        signed(f.Opinion("承办单位反馈"), 40),
    ]
    return [heading(facts), grid(rows)]


def supervision_order(facts: f.SupervisionOrder) -> list[Block]:
    rows = [
        wide("被督办单位", facts.to_unit),
        *case_rows(facts),
        wide("督办事由", facts.issue, 28),
        wide("督办要求", facts.demands, 28),
        pair("反馈期限", facts.answer_by, "督办人", facts.supervisor),
        *opinions(facts, "督办机关负责人意见", height=24),
        signed(f.Opinion("被督办单位签收"), 18),
        signed(f.Opinion("办理情况反馈"), 36),
    ]
    note = "依据：《中华人民共和国政府信息公开条例》第四十七条。请在反馈期限内书面反馈办理情况。"
    return [heading(facts, "督办编号", facts.document_number or ""), grid(rows), FormNote(note)]


def approval(facts: f.Approval) -> list[Block]:
    rows = [
        pair("文书名称", facts.letter_name, "文号", facts.document_number or ""),
        *case_rows(facts),
        pair("承办科室", facts.unit, "承办人", facts.handler),
        pair("拟办结果", facts.outcome_label, "缓急程度", facts.urgency),
        wide("法律依据", facts.legal_basis),
        wide("拟办意见", facts.summary, 22),
        *opinions(
            facts, "承办科室意见", "公开（保密）审查", "法制审核", "办公室核稿", "分管领导审核", "签发", height=16
        ),
    ]
    return [heading(facts), grid(rows)]


def review(facts: f.Review) -> list[Block]:
    head = ((Cell("序号", label=True), Cell("审查事项", label=True), Cell("审查意见", label=True)),)
    body = tuple(
        (Cell(str(n), centred=True), Cell(question), Cell(answer))
        for n, (question, answer) in enumerate(facts.questions, start=1)
    )
    return [
        heading(facts),
        grid([pair("申请人", facts.applicant_name, "承办科室", facts.unit), wide("审查的信息", facts.information, 16)]),
        Table((8.0, 52.0, 40.0), head + body, head_rows=1),
        grid(
            [
                wide("区分处理意见", facts.separation, 12),
                wide("审查结论", facts.conclusion, 12),
                *opinions(facts, "审查人", "审查负责人", height=17),
            ]
        ),
        FormNote(
            "依据：《中华人民共和国政府信息公开条例》第十七条。不能确定能否公开的，报有关主管部门或者保密行政管理部门确定。"
        ),
    ]


def search_record(facts: f.SearchRecord) -> list[Block]:
    names = ("序号", "检索的系统、档案或者处所", "关键词和方法", "检索人", "检索日期", "结果")
    head = (tuple(Cell(name, label=True) for name in names),)
    body = tuple(
        (
            Cell(str(n), centred=True),
            Cell(s.place),
            Cell(s.words),
            Cell(s.person, centred=True),
            Cell(f"{s.day.year}.{s.day.month}.{s.day.day}", centred=True),
            Cell(s.result),
        )
        for n, s in enumerate(facts.steps, start=1)
    )
    return [
        heading(facts, "检索记录编号", facts.record_number),
        grid(
            [
                pair("受理编号", facts.case_number, "申请人", facts.applicant_name),
                wide("申请内容", facts.request_summary, 16),
            ]
        ),
        Table((7.0, 25.0, 24.0, 11.0, 14.0, 19.0), head + body, head_rows=1),
        grid([wide("检索结论", facts.conclusion, 20), *opinions(facts, "检索人", "科室负责人", height=17)]),
        FormNote(
            "依据：《中华人民共和国政府信息公开条例》第三十六条第四项。检索应当充分、合理，所附截图、目录随本记录归档。"
        ),
    ]


def proactive_approval(facts: f.ProactiveApproval) -> list[Block]:
    rows = [
        wide("拟主动公开的信息", facts.information, 24),
        wide("提出相同申请的情况", facts.matching, 24),
        pair("公开栏目", facts.column, "拟公开日期", facts.publish_on),
        pair("承办科室", facts.unit, "承办人", facts.handler),
        *opinions(facts, "承办科室意见", "公开（保密）审查", "政府信息公开工作机构意见", "分管领导意见", height=28),
    ]
    return [heading(facts), grid(rows), FormNote("依据：《中华人民共和国政府信息公开条例》第四十四条。")]


def file_cover(facts: f.CaseFile) -> list[Block]:
    rows = [
        wide("全宗单位", facts.organ_name, 24),
        wide("案卷题名", f"{facts.applicant_name}申请公开“{facts.request_summary}”案", 56),
        pair("受理编号", facts.case_number, "档号", facts.file_number),
        pair("收到申请之日", facts.received_on, "办结日期", facts.closed_on),
        wide("办理结果", facts.outcome_label, 24),
        pair("文件数", f"{len(facts.items)}件", "总页数", f"{facts.page_total}页" if facts.page_total else ""),
        pair("保管期限", facts.retention, "承办人", facts.handler),
    ]
    return [heading(facts, "档号", facts.file_number), grid(rows)]


def file_list(facts: f.CaseFile) -> list[Block]:
    names = ("序号", "责任者", "文号", "题名", "日期", "页号", "备注")
    rows = [tuple(Cell(name, label=True) for name in names)]
    for index, item in enumerate(facts.items, start=1):
        rows.append(tuple(Cell(text, centred=n in (0, 5)) for n, text in enumerate(item.row(index))))
    return [
        heading(facts, "档号", facts.file_number),
        Table((7.0, 20.0, 16.0, 26.0, 13.0, 10.0, 8.0), tuple(rows), head_rows=1),
    ]


def file_transfer(facts: f.CaseFile) -> list[Block]:
    rows = [
        pair("档号", facts.file_number, "受理编号", facts.case_number),
        wide("案卷题名", f"{facts.applicant_name}申请公开“{facts.request_summary}”案", 24),
        pair("文件数", f"{len(facts.items)}件", "总页数", f"{facts.page_total}页" if facts.page_total else ""),
        pair("保管期限", facts.retention, "办结日期", facts.closed_on),
        signed(f.Opinion("移交人", "", facts.handed_by, facts.signed_on if facts.handed_by else None), 24),
        signed(f.Opinion("接收人", "", facts.taken_by, facts.signed_on if facts.taken_by else None), 24),
        wide("备注", "", 20),
    ]
    return [heading(facts, "档号", facts.file_number), grid(rows)]


def dispute(facts: f.Dispute) -> list[Block]:
    head = ((Cell("日期", label=True), Cell("事项", label=True), Cell("经办人", label=True)),)
    body = tuple(
        (Cell(day, centred=True), Cell(text), Cell(person, centred=True)) for day, text, person in facts.events
    )
    return [
        heading(facts),
        grid(
            [
                pair("案件类型", facts.dispute_kind, "受理机关", facts.body),
                pair("案号", facts.dispute_number, "申请人（原告）", facts.applicant_name),
                wide("原申请内容", facts.request_summary, 16),
                pair("收到副本日期", facts.served_on, "答复期限届满", facts.answer_by),
                pair("提交答复日期", facts.answered_on, "审理结果", facts.result),
                wide("年度报告填列", facts.report_cell),
            ]
        ),
        FormLine(left="经过"),
        Table((20.0, 62.0, 18.0), head + body, head_rows=1),
    ]


BUILDERS: dict[str, Callable[[Any], list[Block]]] = {
    "F01": application,
    "F02": oral_application,
    "F04": confirmation,
    "F05": registration,
    "F11": extension_approval,
    "F14": third_party_slip,
    "F35": service_record,
    "F36": assignment,
    "F37": urging,
    "F38": supervision_order,
    "F39": approval,
    "F40": review,
    "F41": search_record,
    "F43": proactive_approval,
    "F44-A": file_cover,
    "F44-B": file_list,
    "F44-C": file_transfer,
    "F46-B": dispute,
}


def blocks(key: str, facts: Common) -> tuple[Block, ...]:
    """The blocks of form `key`."""
    return tuple(BUILDERS[key](facts))
