"""What the shell gets: every document of the catalogue, and a draft for one case or the reasons against it."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from casework.law.outcomes import CATALOGUE as OUTCOMES
from letters.catalogue import CATALOGUE


def test_a_sample_of_every_document_with_its_manifest(tmp_path):
    call_command("letters_sample", out=tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in manifest] == [kind.key for kind in CATALOGUE]
    for row in manifest:
        assert (tmp_path / row["file"]).read_bytes().startswith(b"%PDF-1.7")
        assert (tmp_path / row["docx"]).read_bytes().startswith(b"PK")
        assert row["pages"] >= 1
    assert {row["outcome"] for row in manifest} == {None} | {outcome.row for outcome in OUTCOMES}
    names = {row["name"] for row in manifest}
    assert {"补正告知书", "延期答复告知书", "第三方意见征询书", "共同制作机关征求意见书", "收费通知书"} <= names


@pytest.fixture
def case(open_case, today):
    return open_case(date(2026, 3, 2))


def test_a_draft_of_a_receipt_for_a_case(case, tmp_path):
    target = tmp_path / "receipt.pdf"
    call_command("letter", case.case_number, "F03", out=target)
    assert target.read_bytes().startswith(b"%PDF")


def test_the_reasons_why_a_document_may_not_be_issued(case, tmp_path):
    target, out = tmp_path / "reply.pdf", io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("letter", str(case.pk), "F25", out=target, stdout=out)
    assert left.value.code == 1
    assert "没有检索记录" in out.getvalue()
    assert not target.exists()


def test_unknown_documents_and_cases_are_told(case, tmp_path):
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("letter", case.case_number, "F99", out=tmp_path / "x.pdf", stdout=out)
    assert "文书目录中没有“F99”" in out.getvalue()
    with pytest.raises(CommandError, match="没有受理编号"):
        call_command("letter", "无此办件", "F03", out=tmp_path / "x.pdf")
