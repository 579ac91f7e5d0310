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
        document = build(row.key, sample(row.key, electronic=False))
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
        ("F29", {"earlier_found": False}, "earlier.unknown"),
        ("F32", {"earlier_found": False, "earlier_number": ""}, "earlier.unknown"),
        ("F22", {"public_places": ("请自行上网查询",)}, "public_places.vague"),
        ("F22", {"public_places": ("可以在区政府网站获取",)}, "public_places.vague"),
        ("F13", {"interest": ""}, "missing.interest"),
        ("F21", {"document_number": None}, "number"),
        ("F21", {"document_number": "山大路公复[2026]12号"}, "number.form"),
        ("F21", {"document_number": "山大路公复〔2026〕第12号"}, "number.form"),
        ("F21", {"document_number": "山大路公复〔2026〕012号"}, "number.form"),
        ("F21", {"document_number": "山大路公复〔2025〕12号"}, "number.year"),
        ("F21", {"applicant_name": "李𰻝"}, "character"),
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


PART = WithheldItem("附表", "D4", ("第十五条",), "涉及个人隐私", "公开会泄露病历", no_exception=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"basis": ""}, "withheld.basis"),
        ({"no_exception": False}, "withheld.exception"),
        ({"outcome": "D1", "basis": ""}, "withheld.basis"),
        ({"outcome": "D1", "basis": "内容敏感"}, "withheld.basis"),
        ({"outcome": "D2", "basis": "有关法律"}, "withheld.basis"),
        ({"outcome": "D3", "basis": "市容市貌"}, "withheld.basis"),
        ({"outcome": "D5", "basis": ""}, "withheld.basis"),
        ({"outcome": "D6", "basis": "会议纪要"}, "withheld.basis"),
        ({"outcome": "D6", "basis": "讨论记录", "no_exception": False}, "withheld.exception"),
        ({"outcome": "D7", "no_exception": False}, "withheld.exception"),
    ],
)
def test_a_withheld_part_is_held_to_what_a_whole_refusal_is(changes, code):
    assert codes("F23", withheld=(replace(PART, **changes),)) == {code}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "本机关经审查认定公开会泄露病历，经衡量，不公开不会对公共利益造成重大影响，根据《条例》第十五条的规定"),
        ({"basis": "", "consulted": "本机关于2026年3月5日征求意见"}, "，本机关于2026年3月5日征求意见，经衡量，"),
        ({"outcome": "D2", "basis": "《某法》第八条"}, "根据《某法》第八条和《条例》第十五条的规定"),
        ({"outcome": "D6", "basis": "讨论记录"}, "属于过程性信息中的讨论记录，没有法律、法规、规章规定应当公开"),
    ],
)
def test_a_withheld_part_says_why(changes, words):
    text = build("F23", sample("F23", withheld=(replace(PART, **changes),))).text
    assert words in text


def test_article_32_is_named_only_where_somebody_was_consulted():
    own = sample("F24-D4", consultation="", own_judgement="公开会泄露该自然人的病历")
    assert "第三十二条" not in build("F24-D4", own).text
    wording = "根据第十五条、第三十二条、第三十六条第三项。"
    assert "article.unasked" in {f.code for f in lint(build("F24-D4", own, text=wording))}
    assert "第三十二条" in build("F24-D4", sample("F24-D4")).text


def test_a_refusal_for_a_third_party_weighs_the_public_interest():
    assert "missing.public_interest" in codes("F24-D4", public_interest="")
    assert "不公开上述政府信息不会对公共利益造成重大影响" in build("F24-D4", sample("F24-D4")).text


def test_the_law_that_forbids_disclosure_is_named_with_its_article():
    assert codes("F24-D2", law_cited="有关保密规定") == {"law_cited"}


def test_what_the_organ_ends_itself_tells_both_ways_what_the_applicant_ends_tells_none():
    assert build("F34-X3", sample("F34-X3")).remedy == "either"
    assert build("F34", sample("F34")).remedy == "none"


def test_a_correction_of_a_paper_tells_whether_the_periods_run_again():
    plain = build("F47", sample("F47", original_remedy="recon_first"))
    assert plain.remedy == "none" and "救济途径和期限不受影响" in plain.text
    remedy = {"remedy_organ": "济南市历城区人民政府", "remedy_court": "济南市历城区人民法院"}
    again = build("F47", sample("F47", rerun=True, original_remedy="recon_first", **remedy))
    assert again.remedy == "recon_first" and "如对更正（补充）后的文书不服，应当先申请行政复议" in again.text
    assert lint(again) == () and lint(plain) == ()
    assert codes("F47", changes=()) == {"erratum"}


def test_the_opening_tells_what_happened_on_the_way():
    told = {"paid_on": date(2026, 3, 10), "consulted": "本机关于2026年3月5日书面征求第三方的意见"}
    text = build("F21", sample("F21", extended_until=date(2026, 4, 28), **told)).text
    for words in (
        "已于2026年3月10日足额缴纳信息处理费",
        "所需时间依法不计算在答复期限内",
        "答复期限延长至2026年4月28日",
    ):
        assert words in text


@pytest.mark.parametrize("key", ["F21", "F24-D4", "F33-B", "F16"])
def test_an_organ_without_its_reconsideration_organ_cannot_answer(key):
    assert sentences(key, remedy_organ="") == ["缺少“复议机关”，请在机关设置中填写。"]


@pytest.mark.parametrize("cited", ["《济南市某某办法》第三条", "《中华人民共和国政府信息公开条例》第十四条"])
def test_only_a_law_or_an_administrative_regulation_forbids_disclosure(cited):
    assert codes("F24-D2", law_cited=cited) == {"law_cited.rank"}
    assert codes("F24-D2", law_cited="《全国经济普查条例》第三十三条") == set()


def test_a_secret_is_named_by_its_classification():
    assert codes("F24-D1", secrecy_basis="有关部门认为内容敏感") == {"secrecy_basis"}


def test_the_right_organ_is_named_or_cannot_be_found_never_both():
    assert codes("F26", undetermined="无法确定") == {"competent_organ.both"}


def test_nobody_is_refused_for_having_no_need_of_the_information():
    assert codes("F24-D5", grounds=("申请人没有生产、生活、科研等特殊需要",)) == {"outdated"}


@pytest.mark.parametrize("added", ["可以直接向人民法院起诉", "有权申请复议", "可以依法向济南市人民政府申请复议"])
def test_remedies_in_other_words_are_found(added):
    assert codes("F24-D5", grounds=("经查属实", added)) == {"remedy.extra"}


def test_a_letter_wears_the_name_of_the_organ_without_the_word_document():
    assert codes("F45-D", organ_mark_name="济南市历城区人民政府办公室文件") == {"organ.mark"}
    assert codes("F45-A", organ_mark_name="济南市历城区人民政府办公室文件") == set()
