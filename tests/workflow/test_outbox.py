"""文书发送: issue by the dozen, bind, pack, envelopes, labels, posting list."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from django.test import Client

from casework.models import Staff
from casework.now import pinned
from letters import acts
from letters.models import Letter
from tests.roads import Cast, Road, application, moment, start

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def two(people: Cast) -> list[Road]:
    return [start(people, application(title=title)) for title in ("甲方案", "乙方案")]


def issued(web: Client, roads: list[Road]) -> list[Letter]:
    for road in roads:
        answer = web.post(f"/outbox/issue/{road.case.pk}/F03/")
        assert answer.status_code == 200 and answer.json()["number"]
    return list(Letter.objects.order_by("pk"))


def text_of(pdf: bytes, tmp_path) -> str:
    (tmp_path / "x.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_what_is_due_is_issued_one_by_one_and_then_lies_ready(two: list[Road], signed_in: SignIn) -> None:
    web = signed_in(two[0].cast.clerk)
    assert web.get("/outbox/").content.decode().count("data-result") == 2
    issued(web, two)
    page = web.get("/outbox/").content.decode()
    assert "data-result" not in page and page.count('name="letter"') == 2
    refused = web.post(f"/outbox/issue/{two[0].case.pk}/F12/")
    assert refused.status_code == 409 and "请先登记有关事项" in refused.json()["error"]


def test_bound_and_packed_files_are_the_ones_issued(two: list[Road], signed_in: SignIn) -> None:
    web = signed_in(two[0].cast.clerk)
    letters = issued(web, two)
    ticked = {"letter": [letter.pk for letter in letters]}
    with pikepdf.open(io.BytesIO(web.post("/outbox/take/merged/", ticked).content)) as bound:
        assert len(bound.pages) == sum(letter.pages + letter.pages % 2 for letter in letters)
        with bound.open_outline() as outline:
            assert all(letter.number in item.title for letter, item in zip(letters, outline.root, strict=True))
    with zipfile.ZipFile(io.BytesIO(web.post("/outbox/take/zip/", ticked).content)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [
            acts.path_of(letter).read_bytes() for letter in letters
        ]
    assert two[0].case.events.filter(verb="preview", data__batch="zip").exists()


@pytest.mark.parametrize(("what", "size"), [("dl", (220, 110)), ("c5", (229, 162)), ("labels", (210, 297))])
def test_envelopes_and_labels_carry_the_address(two, signed_in: SignIn, tmp_path, what, size) -> None:
    web = signed_in(two[0].cast.clerk)
    ticked = {"letter": [letter.pk for letter in issued(web, two)]}
    pdf = web.post(f"/outbox/take/{what}/", ticked).content
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == (1 if what == "labels" else 2)
        box = [float(value) * 25.4 / 72 for value in opened.pages[0].mediabox]
        assert (round(box[2]), round(box[3])) == size
    text = text_of(pdf, tmp_path)
    assert "济南市历城区洪家楼街道1号" in text and text.count("张建国（收）") == 2


def test_the_posting_list_names_every_item(two: list[Road], signed_in: SignIn, tmp_path) -> None:
    web = signed_in(two[0].cast.clerk)
    letters = issued(web, two)
    pdf = web.post("/outbox/take/posting/", {"letter": [letter.pk for letter in letters]}).content
    text = "".join(text_of(pdf, tmp_path).split())
    assert "共2件" in text and all(f"〔2026〕{letter.serial}号" in text for letter in letters) and "日戳" in text


def test_only_the_front_desk_sends_and_only_its_own(two: list[Road], signed_in: SignIn) -> None:
    letters = issued(signed_in(two[0].cast.clerk), two)
    assert signed_in(two[0].cast.legal).get("/outbox/").status_code == 403
    stranger = signed_in(two[0].cast.stranger)
    assert "张建国" not in stranger.get("/outbox/").content.decode()
    assert stranger.post("/outbox/take/merged/", {"letter": [letters[0].pk]}).status_code == 422
    assert signed_in(two[0].cast.clerk).post("/outbox/take/merged/", {}).status_code == 422


def test_a_correction_notice_waits_to_be_issued_and_its_arrival_is_not_entered_before(
    two: list[Road], signed_in: SignIn
) -> None:
    road, web = two[0], signed_in(two[0].cast.clerk)
    road.act("examine", "clerk")
    road.act("request_correction", "clerk", matters="请写明文件名称", sent_on=road.day)
    issue, enter = f"/outbox/issue/{road.case.pk}/F06/", f"/cases/{road.case.pk}/act/enter_delivery/"
    with pinned(moment(road.day, 12)):
        assert issue in web.get("/outbox/").content.decode()
        warned = web.get(enter).content.decode()
        assert "补正告知书还没有在系统中制发" in warned and f"/cases/{road.case.pk}/papers/F06/0/" in warned
        assert web.post(issue).status_code == 200
        assert issue not in web.get("/outbox/").content.decode()
        assert "还没有在系统中制发" not in web.get(enter).content.decode()
