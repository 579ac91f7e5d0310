"""A bound file: cover, list, documents, folios, bookmarks."""

import io
import subprocess
from datetime import date

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from casework.now import pinned
from letters import case_file
from letters.build import build
from letters.dossier import Part, bind
from letters.errors import RenderingFailed
from letters.render import render
from letters.samples import sample
from tests.roads import application, build_cast, moment, start


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    keys = ("F05", "F06", "F24-D4", "F35")
    documents = [build(key, sample(key)) for key in keys]
    return [Part(d.name, render(d).pdf, d.facts.organ_name, d.number, date(2026, 3, 20)) for d in documents]


def test_list_counts_the_pages_and_bookmarks_lead_to_them(parts):
    file = bind(sample("F44-A"), parts)
    assert [item.pages for item in file.items] == ["1", "2—3", "4—5", "6"]
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        assert len(pdf.pages) == file.pages + 2 == 8
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["封面", "卷内目录", *(part.title for part in parts)]


def test_every_document_page_carries_its_folio_in_the_outer_corner(parts, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(bind(sample("F44-A"), parts).pdf)
    for folio in range(1, 7):
        x = "500" if folio % 2 else "0"
        command = ["pdftotext", "-f", str(folio + 2), "-l", str(folio + 2), "-x", x, "-y", "20", "-W", "95", "-H", "40"]
        shown = subprocess.run([*command, str(path), "-"], check=True, capture_output=True, text=True).stdout
        assert shown.strip() == str(folio)


def test_same_parts_same_bytes(parts):
    assert bind(sample("F44-A"), parts).pdf == bind(sample("F44-A"), parts).pdf


def test_an_unreadable_part_is_named():
    with pytest.raises(RenderingFailed, match="现场照片"):
        bind(sample("F44-A"), [Part("现场照片", b"not a pdf")])


def test_a_long_list_repeats_its_head_row(tmp_path):
    blank = pikepdf.new()
    blank.add_blank_page(page_size=(595, 842))
    buffer = io.BytesIO()
    blank.save(buffer)
    path = tmp_path / "file.pdf"
    path.write_bytes(bind(sample("F44-A"), [Part(f"材料{n}", buffer.getvalue()) for n in range(60)]).pdf)
    for page in (2, 3):
        command = ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"]
        assert "责任者" in subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.django_db
def test_a_case_is_bound_from_what_is_kept_of_it(settings):
    """Registration, what came in (a PDF and a picture), every letter; the void one is called void."""
    road = start(build_cast(), application())
    picture, scan = io.BytesIO(), pikepdf.new()
    Image.new("RGB", (400, 300), "red").save(picture, "JPEG")
    scan.add_blank_page(page_size=(595, 842))
    paper = io.BytesIO()
    scan.save(paper)
    for name, content in (("申请表.pdf", paper.getvalue()), ("身份证.jpg", picture.getvalue())):
        upload = SimpleUploadedFile(name, content)
        road.act("attach", "clerk", upload=upload, name=name, kind="application")
    road.to("awaiting_service")
    letter = road.case.letters.get()
    road.act("void_letter", "head", letter_id=letter.pk, reason="文号有误", reissue=True)
    file = case_file.bound(road.case, today=road.day)
    titles = [item.title for item in file.items]
    assert titles[:3] == ["申请登记表", "申请表.pdf", "身份证.jpg"]
    assert titles[-2:] == ["答复书（已主动公开）（作废）", "答复书（已主动公开）"]
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        assert len(pdf.pages) == file.pages + 2
    web = Client()
    web.force_login(road.cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    with pinned(moment(road.day)):
        assert web.get(f"/cases/{road.case.pk}/dossier.pdf").content.startswith(b"%PDF")
    web.force_login(road.cast.supervisor, backend="django.contrib.auth.backends.ModelBackend")
    assert web.get(f"/cases/{road.case.pk}/dossier.pdf").status_code == 403
