"""What may not leave the house, and the sentence that says so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.law.outcomes import OUTCOMES
from casework.law.settings import LawSettings
from letters.blocks import Paragraph
from letters.build import build
from letters.catalogue import CATALOGUE, REPLIES, kinds_for_outcome
from letters.facts import fields_of, missing
from letters.kinds.replies import WithheldItem
from letters.lint import FACT_FIELDS, lint
from letters.samples import sample
from letters.settings import LetterSettings

DAY = date(2026, 3, 20)


def codes(key: str, **changes) -> set[str]:
    facts = sample(key, **changes)
    return {f.code for f in lint(build(key, facts), today=facts.signed_on)}


def sentences(key: str, **changes) -> list[str]:
    facts = sample(key, **changes)
    return [f.text for f in lint(build(key, facts), today=facts.signed_on)]


def empty(value):
    return type(value)() if isinstance(value, str | tuple | int | float) else None


@pytest.mark.parametrize("key", [kind.key for kind in CATALOGUE])
def test_every_complete_document_may_go_out(key):
    assert sentences(key) == []


@pytest.mark.parametrize("key", [kind.key for kind in CATALOGUE])
def test_every_missing_fact_is_told_with_its_place(key):
    facts = sample(key)
    for field in fields_of(type(facts)):
        if field.metadata["required"]:
            poorer = replace(facts, **{field.name: empty(getattr(facts, field.name))})
            assert [m.key for m in missing(poorer)] == [field.name]
            found = lint(build(key, poorer))
            assert found, f"{key} goes out without {field.name}"
            assert all(f.text.endswith("。") for f in found)


def test_table_of_outcome_and_missing_fact(golden):
    lines = []
    for code, outcome in OUTCOMES.items():
        lines.append(f"{code} {outcome.label}")
        for key in outcome.requires:
            told = {
                f"{f.text}【{f.article}】" if f.article else f.text
                for row in kinds_for_outcome(code)
                for f in lint(build(row.key, _without(row.key, key)))
                if f.code == f"fact.{key}"
            }
            assert told, f"{code} goes out without {key}"
            lines += [f"    缺 {key}：{text}" for text in sorted(told)]
    golden("missing_facts.txt", "\n".join(lines) + "\n")


def _without(key, fact):
    facts = sample(key)
    return replace(facts, **{n: empty(getattr(facts, n)) for n in FACT_FIELDS[fact] if hasattr(facts, n)})


def test_table_of_outcome_and_remedy(golden):
    lines = []
    for row in sorted(REPLIES, key=lambda r: list(OUTCOMES).index(r.outcome)):
        document = build(row.key, sample(row.key))
        lines.append(f"{row.outcome} {OUTCOMES[row.outcome].label}（{row.key}）：{document.remedy}")
        paragraphs = [b.text for b in document.blocks if b.kind == "remedy"]
        lines += [f"    {text}" for text in paragraphs] or ["    （不告知）"]
    golden("remedies.txt", "\n".join(lines) + "\n")


def test_text_of_every_letter(golden):
    parts = []
    for row in CATALOGUE:
        if row.style != "form":
            document = build(row.key, sample(row.key))
            parts.append(f"======== {row.key} {row.name}\n{document.text}\n")
    golden("letters.txt", "\n".join(parts))


REFUSALS = ["F24-D1", "F24-D2", "F24-D3", "F24-D4", "F24-D5", "F24-D6", "F24-D7"]


@pytest.mark.parametrize("key", REFUSALS)
def test_a_refusal_under_articles_14_to_16_sends_to_reconsideration_first(key):
    document = build(key, sample(key))
    assert document.remedy == "recon_first"
    assert "应当先申请行政复议" in document.text and "6个月" not in document.text
    both = Paragraph("您可以申请行政复议，也可以向人民法院提起诉讼。", "remedy")
    wrong = replace(document, blocks=(*(b for b in document.blocks if b.kind != "remedy"), both))
    assert {"remedy", "remedy.first"} <= {f.code for f in lint(wrong)}


def test_partial_disclosure_names_both_ways_each_for_its_part():
    text = build("F23", sample("F23")).text
    assert "对本机关不予公开部分的决定不服" in text and "应当先申请行政复议" in text
    assert "对其他部分的答复不服" in text and "6个月内" in text


def test_partial_disclosure_without_an_exempt_part_offers_both_ways():
    parts = (WithheldItem("信封", "", (), "该内容不属于政府信息"),)
    document = build("F23", sample("F23", withheld=parts))
    assert document.remedy == "either" and lint(document) == ()


@pytest.mark.parametrize("key", ["F06", "F12", "F15", "F10", "F08"])
def test_procedural_notices_carry_no_remedy(key):
    document = build(key, sample(key))
    assert document.remedy == "none" and "行政复议" not in document.text
    louder = replace(document, blocks=(*document.blocks, Paragraph("如不服，可以申请行政复议。")))
    assert {f.code for f in lint(louder)} == {"remedy.extra"}


@pytest.mark.parametrize(
    ("key", "changes", "code"),
    [
        ("F25", {"search_record": ""}, "fact.search_record"),
        ("F24-D4", {"consultation": ""}, "fact.consultation_or_own_judgement"),
        ("F29", {"earlier_number": ""}, "fact.earlier_case"),
        ("F09", {"asked_number": ""}, "fact.reasons_requested"),
        ("F21", {"organ_name": ""}, "missing.organ_name"),
        ("F21", {"remedy_court": ""}, "missing.remedy_court"),
        ("F21", {"outcome": "D4"}, "outcome"),
        ("F24-D3", {"limb": "市容市貌"}, "limb"),
        ("F24-D6", {"limb": "会议纪要"}, "limb"),
        ("F21", {"confirmed_on": None}, "confirmed_on"),
        ("F21", {"electronic": True}, "remedy.online"),
        ("F26", {"competent_contact": ""}, "competent_contact"),
        ("F26", {"competent_organ": ""}, "fact.competent_organ"),
        ("F12", {"days": 21}, "extension"),
        ("F12", {"signed_on": date(2026, 4, 1)}, "order"),
        ("F12", {"new_due_on": date(2026, 3, 1)}, "order"),
        ("F21", {"signed_on": date(2026, 3, 1)}, "order"),
        ("F29", {"earlier_on": date(2026, 3, 19)}, "order"),
        ("F21", {"document_number": None}, "number"),
        ("F21", {"document_number": "山大路公复[2026]12号"}, "number.form"),
        ("F21", {"document_number": "山大路公复〔2026〕第12号"}, "number.form"),
        ("F21", {"document_number": "山大路公复〔2026〕012号"}, "number.form"),
        ("F21", {"document_number": "山大路公复〔2025〕12号"}, "number.year"),
        ("F21", {"applicant_name": "李𪚥"}, "character"),
    ],
)
def test_each_fault_has_its_finding(key, changes, code):
    assert code in codes(key, **changes)


def test_own_judgement_is_enough_for_third_party_interests():
    assert codes("F24-D4", consultation="", own_judgement="公开会泄露该自然人的病历") == set()


def test_printed_date_must_be_the_day_of_issue():
    document = build("F21", sample("F21"))
    assert [f.code for f in lint(document, today=DAY + timedelta(days=1))] == ["date"]
    assert lint(document) == ()


def test_an_article_that_is_not_cited_is_missed():
    text = "经审查，{称谓}申请公开的政府信息可以公开。{提供的政府信息}以{提供形式}形式提供，获取方式为{获取方式}。"
    found = lint(build("F21", sample("F21"), text=text))
    assert [f.article for f in found] == ["第三十六条第二项", "第四十条"]


def test_an_unfilled_slot_is_found_even_where_the_fact_is_optional():
    text = "根据第三十六条第二项、第四十条，领取地点为{领取地点}。"
    found = lint(build("F21", sample("F21", collect_place=""), text=text))
    assert [f.code for f in found] == ["unfilled"]


def test_a_brace_in_a_name_is_not_an_unfilled_slot():
    assert codes("F21", applicant_name="{受理编号}社") == set()


def test_each_withheld_part_needs_reason_and_article():
    parts = (WithheldItem("附表", "D4", (), ""),)
    assert {"withheld.reason", "withheld.article"} <= codes("F23", withheld=parts)


def test_a_draft_needs_no_number_and_no_date():
    facts = sample("F21", document_number=None, signed_on=None)
    assert {f.code for f in lint(build("F21", facts, draft=True))} == {"missing.signed_on"}


def test_the_applicant_is_not_named_to_a_third_party():
    for key in ("F13", "F14", "F16"):
        assert "欧阳娜娜" not in build(key, sample(key)).text


def test_a_disputed_remedy_follows_the_configuration():
    law = LawSettings(remedy_D8="RECON_FIRST")
    document = build("F24-D8", sample("F24-D8"), settings=LetterSettings(law=law))
    assert document.remedy == "recon_first" and "应当先申请行政复议" in document.text
    assert lint(document, law=law) == ()
    assert "remedy" in {f.code for f in lint(document)}


def test_a_drafter_writes_the_closing_letter_not_the_confirmation_of_a_withdrawal():
    assert [row.key for row in kinds_for_outcome("X3")] == ["F34-X3", "F34"]
    assert {row.outcome for row in CATALOGUE if row.outcome and not row.by_decision} == {"X1", "X2", "X3"}
