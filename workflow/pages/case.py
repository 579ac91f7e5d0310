"""What the case page shows, gathered in one place; everything is read, nothing is decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from casework import wording
from casework.acts import filing
from casework.acts.clock import standing
from casework.law import lights
from casework.law.clock import Deadline
from casework.law.receipt import CHANNELS, EVIDENCE_LABELS
from casework.law.remedies import remedies
from casework.law.service import service_dates
from casework.law.states import Status
from casework.lawbook import law_settings, working_calendar
from casework.models import Agent, Applicant, Attachment, Case, Service, Staff
from casework.permissions import permitted_verbs
from casework.templatetags.display import date_cn, sentence_dates
from letters import adapter
from letters.models import Letter
from workflow import stages
from workflow.models import Step
from workflow.pages import beside
from workflow.pages.actions import AT_ONCE, actions
from workflow.route import STAGES

LEARNERS = ("handler", "legal", "head")  # who may propose an answered case as a precedent


def whole(case: Case, step: Step | None, actor: Staff, today: date) -> dict[str, Any]:
    """The context of pages/case.html."""
    reading = standing(case, today=today)
    verbs = permitted_verbs(actor, case)
    return {
        "case": case,
        "step": step,
        "today": today,
        "orders": [order for order in case.orders.all() if order.waiting],
        "stage_overdue": stages.overdue(step, today),
        "deadline": reading,
        "light": light_of(reading),
        "days_left": reading.days_left,
        "actions": actions(case, step, verbs, today),
        "steps": stepper(case),
        "facts": facts(case, reading),
        "people": people(case, actor),
        "timeline": wording.timeline(case),
        "letters": Letter.objects.filter(case=case),
        "searches": case.searches.filter(round_no=case.round_no),
        "services": case.services.select_related("recorded_by"),
        "decision": case.decision,
        "draft_pdf_url": _draft_pdf(case),
        "flags": reading.flags,
        "chart_url": reverse("case_chart", args=[case.pk]),
        "at_once": [verb for verb in sorted(AT_ONCE) if verb in verbs],
        "may_issue": "issue" in verbs,
        "may_learn": case.status in {Status.REPLIED, Status.ARCHIVED} and any(map(actor.holds, LEARNERS)),
        **beside.panels(case, today),
        "files": [_file(row) for row in case.attachments.select_related("uploaded_by")],
    }


def _draft_pdf(case: Case) -> str:
    """The preview of a draft that has not become paper yet."""
    decision = case.decision
    if decision is None or case.status not in {Status.IN_PROGRESS, Status.CONSULTING, Status.IN_REVIEW}:
        return ""
    return reverse("draft_pdf", args=[case.pk, adapter.kind_of_reply(decision).key])


def _file(row: Attachment) -> dict[str, Any]:
    address = reverse("attachment", args=[row.pk])
    shown = row.media_type in {"application/pdf", "image/jpeg", "image/png"}
    return {
        "name": row.name,
        "url": address,
        "preview_url": f"{address}?inline=1" if shown else "",
        "size": row.size,
        "sha256": row.sha256,
        "kind": row.get_kind_display(),
        "at": row.uploaded_at,
        "who": row.uploaded_by.name,
    }


def overview(case: Case, actor: Staff, today: date) -> dict[str, Any]:
    """The few lines beside the form of an act."""
    reading = standing(case, today=today)
    return {
        "deadline": reading,
        "light": light_of(reading),
        "days_left": reading.days_left,
        "facts": facts(case, reading),
    }


def light_of(reading: Deadline) -> lights.Light:
    """The colour follows the warning date; 逾期 is said only once the reply date itself has passed, as in the lists."""
    settings = law_settings()
    if reading.running and reading.days_left is not None and reading.days_left < 0:
        return lights.OVERDUE
    if reading.running and reading.warn_days_left is not None and reading.warn_days_left < 0:
        return lights.RED
    return lights.light(reading.warn_days_left, reading.state, settings, on_time=reading.on_time)


def stepper(case: Case) -> list[dict[str, Any]]:
    """The stages with who did them and when; the current one is where the case lies."""
    done: dict[str, Step] = {}
    current = ""
    for row in case.steps.filter(flow_task_type="FUNCTION").select_related("done_by", "owner"):
        name = row.flow_task.name
        if row.finished is None:
            current = name
            done.pop(name, None)
        elif row.done_verb not in {"return_to", "withdraw", "recall"}:
            done[name] = row
    stages = []
    for label, nodes in STAGES:
        last = next((done[name] for name in reversed(nodes) if name in done), None)
        state = "current" if current in nodes else "done" if last is not None or not nodes else "next"
        stage: dict[str, Any] = {"label": label, "state": state}
        if not nodes:
            stage |= {"who": case.registered_by.name, "on": case.registered_at}
        elif last is not None and state == "done":
            stage |= {"who": last.done_by.name if last.done_by else "系统", "on": last.finished}
        stages.append(stage)
    _mark_skipped(stages, closed=not current)
    return stages


def _mark_skipped(stages: list[dict[str, Any]], *, closed: bool) -> None:
    """A stage the case has passed by without stopping there was not needed."""
    last = max((i for i, stage in enumerate(stages) if stage["state"] in {"done", "current"}), default=0)
    for stage in stages[: len(stages) if closed else last]:
        if stage["state"] == "next":
            stage["state"] = "skipped"
    for index, stage in enumerate(stages):
        if stage["state"] == "done" and any(later["state"] == "current" for later in stages[:index]):
            stage["state"] = "next"
            stage.pop("who", None)
            stage.pop("on", None)


def facts(case: Case, reading: Deadline) -> list[dict[str, Any]]:
    """The file's head: what was asked, how it came, by when."""
    evidence = "；".join(
        f"{EVIDENCE_LABELS[key]} {sentence_dates(value)}"
        for key, value in case.evidence.items()
        if key in EVIDENCE_LABELS
    )
    asked = "要求更正的记录" if reading.record_request else "所需政府信息"
    rows: list[dict[str, Any]] = [
        {"label": asked, "value": case.description, "wide": True},
        *_matter(case),
        {"label": "答复机关", "value": case.organ.name},
        {"label": "申请渠道", "value": CHANNELS[case.channel].label, "hint": evidence},
        *({"label": label, "value": value} for label, value in case.evidence.get("records", {}).items()),
        {"label": "收到申请之日", "value": case.received_on, "kind": "date", "hint": CHANNELS[case.channel].article},
        {"label": "登记时间", "value": case.registered_at, "kind": "datetime", "hint": case.registered_by.name},
        _due(reading),
        *_promised(case, reading),
        *_remedies_until(case),
        *_filed(case),
        {"label": "承办", "value": f"{case.unit or '尚未交办'}{f' · {case.handler.name}' if case.handler else ''}"},
        {"label": "提供方式", "value": f"{case.get_carrier_display()}，{case.get_delivery_display()}"},
        *_recipient(case),
        {"label": "主题", "value": case.topic or "未分类"},
    ]
    if case.reading_help:
        rows.append({"label": "特别说明", "value": "存在阅读、视听困难，需要提供必要帮助（第四十三条）", "wide": True})
    if case.note:
        rows.append({"label": "登记备注", "value": case.note, "wide": True})
    return rows


def _recipient(case: Case) -> list[dict[str, Any]]:
    """Who takes the letters, where it is not simply the one applicant."""
    if case.recipient == Case.Recipient.APPLICANT and case.applicants.count() < 2:
        return []
    return [{"label": "文书送达", "value": case.get_recipient_display()}]


def _matter(case: Case) -> list[dict[str, Any]]:
    """What the application is, where it is no request for information."""
    if case.matter == Case.Matter.DISCLOSURE:
        return []
    return [{"label": "申请性质", "value": case.get_matter_display(), "hint": "不计入年度报告的申请和办理结果"}]


def _due(reading: Deadline) -> dict[str, Any]:
    hint = "待次年放假通知，暂定" if reading.provisional else ""
    if reading.record_request:
        own = "第四十一条没有规定期限，此为内部时限"
        return {"label": "办理时限", "value": reading.due, "kind": "date", "hint": f"{own}；{hint}" if hint else own}
    return {"label": "答复期限", "value": reading.due, "kind": "date", "hint": hint}


_NOT_THERE = (Service.Result.RETURNED, Service.Result.REFUSED)


def _remedies_until(case: Case) -> list[dict[str, Any]]:
    """The applicant's last days, once the reply has reached him (T18, T19)."""
    decision, letter = case.decision, case.letters.filter(state="issued", outcome__gt="", round_no=case.round_no).last()
    if decision is None or letter is None or case.closed_as != "serve":
        return []
    row = case.services.filter(document_number=letter.number).last()
    if row is None or row.result in _NOT_THERE:
        return []
    reached = service_dates(row.way, row.served_on, row.delivered_on).reached_on
    withheld = [part["outcome"] for part in decision.facts.get("withheld", ()) if part["outcome"]]
    told = remedies(decision.outcome, law_settings(), withheld=withheld, served_on=reached, calendar=working_calendar())
    if told.reconsideration is None:
        return []
    days = f"行政复议至{date_cn(told.reconsideration.due)}"
    days += f"；行政诉讼至{date_cn(told.suit.due)}" if told.suit else "；应当先申请行政复议"
    return [{"label": "救济期限", "value": days, "hint": f"自{date_cn(reached)}收到答复的次日起算"}]


def _filed(case: Case) -> list[dict[str, Any]]:
    """Whether the reply lies with the district office, where it must (T26)."""
    last = filing.due(case)
    if last is None:
        return []
    row = case.filings.filter(round_no=case.round_no).first()
    if row is None:
        return [{"label": "答复备案", "value": f"尚未备案，期限为{date_cn(last)}"}]
    told = f"{date_cn(row.filed_on)}已备案{'，逾期' if row.filed_on > last else ''}"
    return [{"label": "答复备案", "value": told, "hint": f"备案编号 {row.reference}" if row.reference else ""}]


def _promised(case: Case, reading: Deadline) -> list[dict[str, Any]]:
    """What a letter told the applicant, as long as nothing but the calendar has changed since."""
    if reading.promised is None:
        return []
    told = case.promises.filter(round_no=case.round_no, until=reading.promised).last()
    hint = f"《{told.document}》{told.number}，{sentence_dates(str(told.told_on))} 告知" if told else ""
    if reading.due is not None and reading.due < reading.promised:
        hint += "；放假安排公布后法定期限提前，按较早的日期答复"
    return [{"label": "已告知申请人的期限", "value": reading.promised, "kind": "date", "hint": hint}]


def people(case: Case, actor: Staff) -> list[dict[str, Any]]:
    """The applicants and their agent, masked; the full value is one recorded click away."""
    rows = []
    for person in case.applicants.all():
        reveal = reverse("reveal", args=[case.pk, person.pk])
        rows.append(
            {
                "title": _called(case, person),
                "facts": [
                    {
                        "label": "姓名或名称",
                        "value": person.masked_name,
                        "reveal_url": f"{reveal}?field=name",
                        "hint": person.get_category_display(),
                    },
                    {
                        "label": person.document_kind or "证件",
                        "value": person.masked_document or "未提交",
                        "reveal_url": f"{reveal}?field=document_number" if person.document_number else "",
                    },
                    {
                        "label": "联系电话",
                        "value": person.masked_phone or "—",
                        "reveal_url": f"{reveal}?field=phone" if person.phone else "",
                    },
                    {
                        "label": "通信地址",
                        "value": person.masked_address or "—",
                        "reveal_url": f"{reveal}?field=address" if person.address else "",
                    },
                    {
                        "label": "电子邮箱",
                        "value": person.masked_email or "—",
                        "reveal_url": f"{reveal}?field=email" if person.email else "",
                    },
                ],
            }
        )
    if (agent := Agent.objects.filter(case=case).first()) is not None:
        rows.append({"title": "代理人", "facts": _agent(case, agent)})
    return rows


def _called(case: Case, person: Applicant) -> str:
    if person.position > 1:
        return f"共同申请人 {person.position}"
    return "申请人（代表人）" if case.recipient == Case.Recipient.REPRESENTATIVE else "申请人"


def _agent(case: Case, agent: Agent) -> list[dict[str, Any]]:
    reveal = reverse("reveal_agent", args=[case.pk])
    masked = {
        "name": ("姓名", agent.masked_name), "document_number": ("证件号码", agent.masked_document),
        "phone": ("联系电话", agent.masked_phone), "address": ("通信地址", agent.masked_address),
    }  # fmt: skip
    authority = "已提交" if agent.has_authority else "未提交，应当告知补正"
    return [
        *(
            {
                "label": label, "value": value or "—",
                "reveal_url": f"{reveal}?field={name}" if getattr(agent, name) else "",
            }
            for name, (label, value) in masked.items()
        ),
        {"label": "所在单位", "value": agent.organisation or "—"},
        {"label": "授权委托书", "value": authority, "hint": f"委托权限：{agent.scope}" if agent.scope else ""},
    ]  # fmt: skip
