"""How long a letter takes, against other ways of making the same PDF, interleaved in one run.

    python tests/bench/bench_letters.py [--rounds 3] [--letters 10] [--many 1000]

Prints the median milliseconds a letter of each way, on the wall and on the processor, and its ratio to ours; a tool
that is not installed is named and left out. Then the time of a one-page letter, and the memory of this process over
``--many`` letters. Ratios inside one run can be compared, milliseconds of different machines cannot.
"""

from __future__ import annotations

import argparse
import base64
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from html import escape
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from django.conf import settings as django_settings

if not django_settings.configured:
    django_settings.configure()

from PIL import Image

from letters import fontkit, paint, render, seal
from letters.blocks import Document, Paragraph
from letters.build import build
from letters.export_docx import to_docx
from letters.page import LAYOUT, markup
from letters.samples import sample
from letters.settings import LetterSettings

Way = Callable[[list[Document]], None]


def letters(count: int, start: int) -> list[Document]:
    """Two-page letters with seal, each with its own text."""
    base = build("F24-D6", sample("F24-D6"))
    return [replace(base, blocks=(*base.blocks, Paragraph(f"本页附记第{start + n}号。"))) for n in range(count)]


def ours(documents: list[Document]) -> None:
    for document in documents:
        render.render(document)


def ours_plain_zlib(documents: list[Document]) -> None:
    for document in documents:
        render.render(document, settings=LetterSettings(fast_zlib=False))


def plain_html(document: Document) -> str:
    """The text as a web page would hold it, fonts by @font-face."""
    faces = "".join(
        f"@font-face{{font-family:'{name}';src:url('{(fontkit.KIT / f'{name}.ttf').as_uri()}')}}"
        for name in (fontkit.BODY, fontkit.TITLE, fontkit.HEADING, fontkit.RARE)
    )
    body = "".join(f"<p>{escape(b.text)}</p>" for b in document.blocks if isinstance(b, Paragraph))
    style = (
        "@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/28.99pt GWFangSong,GWRare}h1{font:22pt GWXiaoBiaoSong}"
    )
    return (
        f"<html lang=zh-CN><meta charset=utf-8><style>{faces}{style}</style><h1>{document.title[0]}</h1>{body}</html>"
    )


def naive_weasyprint(documents: list[Document]) -> None:
    """The same page as most programs make it: fonts by @font-face, everything new for each letter, PNG seal."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    paint._use_fast_zlib(False)
    picture = io.BytesIO()
    Image.open(io.BytesIO(seal.placeholder())).save(picture, "PNG")
    data = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
    css = (LAYOUT / "gbt9704.css").read_text() + (LAYOUT / "letter.css").read_text()
    for name in ("FangSong", "XiaoBiaoSong", "Hei", "Kai", "Rare", "SongNum"):
        css += f"@font-face{{font-family:'GW {name}';src:url('{(fontkit.KIT / f'GW{name}.ttf').as_uri()}')}}"
    for document in documents:
        configuration = FontConfiguration()
        html = markup(document, with_seal=True).replace("letters:seal", data)
        sheet = weasyprint.CSS(string=css, font_config=configuration)
        weasyprint.HTML(string=html).write_pdf(font_config=configuration, stylesheets=[sheet], pdf_variant="pdf/a-2a")


def chromium(documents: list[Document]) -> None:
    """One process a letter, as a command line tool."""
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "letter.html", Path(folder) / "letter.pdf"
        for document in documents:
            page.write_text(plain_html(document), encoding="utf-8")
            options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
            command = ["/usr/bin/chromium", *options, f"--print-to-pdf={target}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True)
            assert target.stat().st_size > 10_000


class OpenChromium:
    """One browser kept open over its debugging protocol, as a server would hold it."""

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        self.driver = sync_playwright().start()
        options = ["--no-sandbox", "--disable-gpu"]
        self.browser = self.driver.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        self.page = self.browser.new_page()
        self.folder = tempfile.TemporaryDirectory()

    def __call__(self, documents: list[Document]) -> None:
        path = Path(self.folder.name) / "letter.html"
        for document in documents:
            path.write_text(plain_html(document), encoding="utf-8")
            self.page.goto(path.as_uri())
            assert len(self.page.pdf(prefer_css_page_size=True)) > 10_000

    def close(self) -> None:
        self.browser.close()
        self.driver.stop()
        self.folder.cleanup()


def libreoffice(documents: list[Document]) -> None:
    """The exported word-processor files, converted in one batch."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for n, document in enumerate(documents):
            path = Path(folder) / f"{n}.docx"
            path.write_bytes(to_docx(document))
            files.append(str(path))
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
                       check=True, capture_output=True)  # fmt: skip


def typst(documents: list[Document]) -> None:
    """The same text through typst's compiler, fonts from the kit."""
    import typst as compiler

    head = '#set page(paper: "a4", margin: (top: 37mm, right: 26mm, bottom: 35mm, left: 28mm))\n'
    head += '#set text(font: ("GW FangSong", "GW Rare"), size: 16pt, lang: "zh")\n#set par(justify: true)\n'
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.typ"
        for document in documents:
            texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
            path.write_text(head + "\n\n".join(f'#"{t}"' for t in texts), encoding="utf-8")
            compiler.compile(str(path), font_paths=[str(fontkit.KIT)])


WAYS: dict[str, tuple[Way, Callable[[], bool]]] = {
    "this renderer": (ours, lambda: True),
    "this renderer, plain zlib": (ours_plain_zlib, lambda: True),
    "WeasyPrint, everything new each time": (naive_weasyprint, lambda: True),
    "Chromium, one process a letter": (chromium, lambda: Path("/usr/bin/chromium").exists()),
    "LibreOffice, batch of docx": (libreoffice, lambda: shutil.which("soffice") is not None),
    "typst": (typst, lambda: find_spec("typst") is not None),
}


KEPT_OPEN = "Chromium kept open"


def cpu_seconds() -> float:
    """Processor time of this process, of its finished children and of those that still run, in seconds."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in parts) + _running_children()


def _running_children() -> float:
    """Seconds of all descendants alive, from /proc: a browser kept open ends only with the run."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        stats[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    ours, ticks = {os.getpid()}, 0
    while grown := {pid for pid, (parent, _) in stats.items() if parent in ours} - ours:
        ours |= grown
        ticks += sum(stats[pid][1] for pid in grown)
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--letters", type=int, default=10)
    parser.add_argument("--many", type=int, default=1000)
    options = parser.parse_args()
    present = {name: way for name, (way, there) in WAYS.items() if there()}
    for name in WAYS.keys() - present.keys():
        print(f"left out, not installed: {name}")
    browser = None
    if Path("/usr/bin/chromium").exists() and find_spec("playwright"):
        browser = OpenChromium()
        present[KEPT_OPEN] = browser
    render.warm_up()
    render.render(letters(1, 0)[0])
    wall: dict[str, list[float]] = {name: [] for name in present}
    cpu: dict[str, list[float]] = {name: [] for name in present}
    for round_number in range(options.rounds):
        for name, way in present.items():
            documents = letters(options.letters, 1 + round_number * options.letters)
            begin, used = time.perf_counter(), cpu_seconds()
            way(documents)
            wall[name].append((time.perf_counter() - begin) * 1000 / options.letters)
            cpu[name].append((cpu_seconds() - used) * 1000 / options.letters)
    if browser is not None:
        browser.close()
    base = statistics.median(cpu["this renderer"])
    print(f"{'way':40} {'wall ms':>9} {'CPU ms':>9} {'CPU ratio':>10}")
    for name in present:
        busy, waited = statistics.median(cpu[name]), statistics.median(wall[name])
        print(f"{name:40} {waited:9.1f} {busy:9.1f} {busy / base:10.2f}")
    one_page(options.letters * options.rounds)
    many(options.many)


def one_page(count: int) -> None:
    document = build("F03", sample("F03"))
    spent = []
    for _ in range(count):
        used = cpu_seconds()
        render.render(document)
        spent.append((cpu_seconds() - used) * 1000)
    print(f"one page (F03): {statistics.median(spent):.1f} ms CPU, lowest {min(spent):.1f}")


def many(count: int) -> None:
    """Memory of a fresh process that does nothing but our letters, and of its painter."""
    if not count:
        return
    code = (
        "import sys, resource; sys.path.insert(0, sys.argv[2]); sys.argv = sys.argv[:2]\n"
        "import tests.bench.bench_letters as bench\n"
        "from letters.press import PRESS\n"
        "bench.render.warm_up()\n"
        "page = resource.getpagesize()\n"
        "mb = lambda pid: int(open(f'/proc/{pid}/statm').read().split()[1]) * page // 1024**2\n"
        "n = int(sys.argv[1])\n"
        "for done in range(n):\n"
        "    bench.ours(bench.letters(1, done))\n"
        "    if done + 1 in (1, n // 10, n // 2, n):\n"
        "        caller, painter = mb('self'), mb(PRESS.pid)\n"
        "        print(f'after {done + 1} letters: painter {painter} MB, caller {caller} MB resident', flush=True)\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(count), root], check=True)
    print(f"{count} two-page letters in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
