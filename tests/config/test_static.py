"""The front end stands on its own files: vendored ones unmodified, and nothing the content policy forbids."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "config" / "static"
VENDOR_ROW = re.compile(r"^\| .+ \| `(?P<file>vendor/[^`]+)` \| .+ \| (?P<sha256>[0-9a-f]{64}) \|$", re.MULTILINE)
OWN_CSS = sorted(STATIC.glob("*.css"))
OWN_DRAWINGS = sorted([*STATIC.glob("*.svg"), *STATIC.glob("img/*.svg")])
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FIRST_PAGE = [
    "site.css",
    "vendor/bootstrap/bootstrap.min.css",
    "app.css",
    "components.css",
    "print.css",
    "vendor/htmx/htmx.min.js",
]
FIRST_PAGE += ["app.js", "forms.js", "lists.js", "palette.js", "icons.svg", "favicon.svg", "img/caret.svg"]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_vendor_list_names_every_vendored_file_with_its_sum() -> None:
    listed = {row["file"]: row["sha256"] for row in VENDOR_ROW.finditer((STATIC / "VENDOR.md").read_text("utf-8"))}
    present = {
        str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file()
    }
    assert present
    assert listed == present


@pytest.mark.parametrize("sheet", OWN_CSS, ids=named)
def test_own_styles_load_nothing_from_elsewhere(sheet: Path) -> None:
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text("utf-8"))
    assert [address for address in addresses if ":" in address or address.startswith("//")] == []
    assert [address for address in addresses if finders.find(address) is None] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_templates_carry_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text("utf-8")
    faults = re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|data:[a-z]+/", text)
    faults += [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag]
    assert faults == []


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_comments_of_templates_stay_on_one_line(template: Path) -> None:
    lines = template.read_text("utf-8").splitlines()
    assert [line for line in lines if line.count("{#") != line.count("#}")] == []


@pytest.mark.parametrize("drawing", OWN_DRAWINGS, ids=named)
def test_drawings_carry_no_script_or_style(drawing: Path) -> None:
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|href=[\"'](?!#)", drawing.read_text("utf-8"))


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    named_icons = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))}
    assert named_icons
    assert named_icons - sprite == set()


def test_the_first_page_leaves_room_for_its_html() -> None:
    """The first page may weigh 300 KB; its files, compressed as the server sends them, may take half of that."""
    weight = sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in FIRST_PAGE)
    assert weight <= 150 * 1024
