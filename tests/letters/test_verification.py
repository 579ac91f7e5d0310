"""The public page of a letter, the code on it, the office's seal picture and its certificate."""

import hashlib
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import segno
from django.core.cache import cache
from django.test import Client
from PIL import Image

from letters import acts, seal, verification
from letters.build import build
from letters.errors import RenderingFailed
from letters.models import Letter
from letters.render import render
from letters.samples import sample
from tests.roads import Road, application, build_cast, start

BASE = "https://xxgk.example.gov.cn"


@pytest.fixture
def road(db) -> Road:
    cache.clear()
    return start(build_cast(), application())


def issued(road: Road) -> Letter:
    road.act("issue_notice", "clerk", key="F03")
    return Letter.objects.get(case=road.case)


def pictures(pdf: bytes) -> int:
    return sum(len(page.get_images()) for page in pikepdf.open(io.BytesIO(pdf)).pages)


def test_without_a_public_address_no_code_is_made_or_printed(road):
    letter = issued(road)
    assert letter.verify_code is None
    assert b"xxgk" not in acts.path_of(letter).read_bytes()


def test_the_page_tells_number_date_hash_and_state_and_nothing_personal(road, settings):
    settings.LETTERS_VERIFY_URL = BASE
    letter = issued(road)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{12}", letter.verify_code)
    page = Client().get(f"/v/{letter.verify_code.lower()}")
    text = page.content.decode()
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    for told in (letter.number, "2026年3月2日", letter.sha256, "有效", letter.organ.name):
        assert told in text
    for secret in ("张建国", road.case.title, road.case.case_number, letter.name, "洪家楼"):
        assert secret not in text
    assert hashlib.sha256(acts.path_of(letter).read_bytes()).hexdigest() == letter.sha256


def test_a_void_letter_is_called_void(road, settings):
    settings.LETTERS_VERIFY_URL = BASE
    letter = issued(road)
    Letter.objects.update(state="void", voided_at=letter.issued_at, void_reason="张建国姓名有误")
    text = Client().get(f"/v/{letter.verify_code}").content.decode()
    assert "作废" in text and "有效</strong>" not in text and "姓名有误" not in text


def test_an_unknown_code_is_told_so(db):
    cache.clear()
    assert Client().get("/v/XXXXXXXXXXXX").status_code == 404


def test_who_asks_too_often_waits(db):
    cache.clear()
    codes = [Client().get("/v/XXXXXXXXXXXX").status_code for _ in range(verification.PER_MINUTE + 1)]
    assert codes[-2:] == [404, 429]


def test_the_code_reads_back_from_the_paper(tmp_path):
    """The modules as painted are the modules of the address, whatever the renderer did to the path."""
    address = verification.address(BASE, "K7P2QXR9TMWB")
    document = replace(build("F21", sample("F21")), verify_url=address)
    path = tmp_path / "letter.pdf"
    path.write_bytes(render(document).pdf)
    matrix = [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]
    assert any(found == matrix for found in _codes(path, len(matrix)))


def _codes(path: Path, size: int) -> Iterator[list[list[bool]]]:
    """What could be a code on the last page, 22 mm wide at the edge of the text, read off it as a picture."""
    last = len(pikepdf.open(path).pages)
    command = ["pdftoppm", "-r", "600", "-gray", "-f", str(last), "-l", str(last), "-png", str(path)]
    image = Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)).convert("L")
    left, width = 28 / 25.4 * 600, 22 / 25.4 * 600
    module = width / (size + 8)
    column = image.crop((round(left + 60), 0, round(left + width - 60), image.height))
    dark = [min(column.crop((0, y, column.width, y + 1)).tobytes()) < 100 for y in range(image.height)]
    for top in (y for y in range(1, image.height) if dark[y] and not dark[y - 1]):
        yield [
            [_dark(image, left + (x + 4.5) * module, top + (y + 0.5) * module) for x in range(size)]
            for y in range(size)
        ]


def _dark(image: Image.Image, x: float, y: float) -> bool:
    return y < image.height and image.getpixel((int(x), int(y))) < 128


def picture(folder: Path, size: tuple[int, int] = (600, 600), form: str = "PNG") -> str:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((220, 0, 0, 255), (100, 100, 200, 200))
    image.save(folder / "LC01.png", form) if form == "PNG" else image.convert("RGB").save(folder / "LC01.png", form)
    return str(folder)


def test_an_organs_own_picture_stands_in_the_seals_place(road, settings, tmp_path):
    settings.LETTERS_SEAL_DIR = picture(tmp_path)
    pdf = acts.path_of(issued(road)).read_bytes()
    assert seal.of_organ(settings.LETTERS_SEAL_DIR, "LC01") in pdf and pictures(pdf) == 1


@pytest.mark.parametrize(
    ("size", "form", "words"),
    [((600, 400), "PNG", "正方形"), ((100, 100), "PNG", "边长不小于"), ((600, 600), "JPEG", "PNG 格式")],
)
def test_a_picture_that_is_no_seal_is_refused(tmp_path, size, form, words):
    folder = picture(tmp_path, size, form)
    with pytest.raises(RenderingFailed, match=words):
        seal.of_organ(folder, "LC01")
    assert any(words in fault for fault in seal.faults(folder))


def test_an_unreadable_picture_stops_the_letter_before_it_exists(road, settings, tmp_path):
    (tmp_path / "LC01.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"broken" * 20)
    settings.LETTERS_SEAL_DIR = str(tmp_path)
    with pytest.raises(RenderingFailed, match="无法读取"):
        issued(road)
    assert not Letter.objects.exists() and not list(Path(settings.FILES_DIR).rglob("*.pdf"))
