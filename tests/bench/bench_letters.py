"""How long a letter takes, against other ways of making the same PDF, interleaved in one run.

    python tests/bench/bench_letters.py [--rounds 5] [--letters 10] [--typst PYTHON]
    python tests/bench/bench_letters.py --many 1000

The first prints, for the same two-page reply with seal, the median milliseconds a letter of each way on the wall and on
the processor (all processes it needs), its ratios to ours, and the load of the machine; then the time of a one-page
letter. The others are given their input ready made (HTML, DOCX, typst source); ours starts from the document. A tool
that is not installed is named and left out; typst may live in another environment, whose interpreter ``--typst``
names. The second prints the memory of this process and of its painter after every hundredth letter. Ratios inside one
run can be compared, milliseconds of different machines cannot.
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
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from django.conf import settings as django_settings

if not django_settings.configured:
    django_settings.configure()

import pikepdf
from PIL import Image

from letters import fontkit, paint, render, seal
from letters.blocks import Document, Paragraph, chinese_date
from letters.build import build
from letters.export_docx import to_docx
from letters.page import LAYOUT, composed, markup
from letters.press import PRESS
from letters.samples import sample
from letters.settings import LetterSettings

CHROMIUM = Path("/usr/bin/chromium")
FONTS = ("FangSong", "XiaoBiaoSong", "Hei", "Kai", "Rare", "SongNum")
OURS = "this renderer"


def letters(count: int, start: int) -> list[Document]:
    """Two-page replies with seal, each with its own text."""
    base = build("F24-D6", sample("F24-D6"))
    return [replace(base, blocks=(*base.blocks, Paragraph(f"本页附记第{start + n}号。"))) for n in range(count)]


# -- the ways --------------------------------------------------------------------------------------------------------


class Way:
    """One way to make the PDF: ``prepare`` is not timed, ``make`` is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, documents: list[Document]) -> list[Path]:
        return [self.write(n, document) for n, document in enumerate(documents)]

    def write(self, n: int, document: Document) -> Path:
        raise NotImplementedError

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        """The finished files."""
        raise NotImplementedError

    def close(self) -> None: ...


class Ours:
    """The product as it issues letters: composes, lays out in its painter, isal."""

    settings = LetterSettings()

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, documents: list[Document]) -> list[Document]:
        return documents

    def make(self, inputs: Sequence[Document]) -> list[Path]:
        made = [self.folder / f"{n}.pdf" for n in range(len(inputs))]
        for path, document in zip(made, inputs, strict=True):
            path.write_bytes(render.render(document, settings=self.settings).pdf)
        return made

    def close(self) -> None: ...


class OursPlain(Ours):
    settings = LetterSettings(fast_zlib=False)


@cache
def seal_png() -> str:
    picture = io.BytesIO()
    Image.open(io.BytesIO(seal.placeholder())).save(picture, "PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()


def stylesheet() -> str:
    faces = "".join(
        f"@font-face{{font-family:'GW {name}';src:url('{(fontkit.KIT / f'GW{name}.ttf').as_uri()}')}}" for name in FONTS
    )
    return (LAYOUT / "gbt9704.css").read_text() + (LAYOUT / "letter.css").read_text() + faces


class Html(Way):
    """The same page with the seal inside: what a program without our press would hand to a printer of HTML."""

    def write(self, n: int, document: Document) -> Path:
        page = markup(document, with_seal=True).replace("letters:seal", seal_png())
        path = self.folder / f"{n}.html"
        page = page.replace("<head>", f"<head><meta charset=utf-8><style>{stylesheet()}</style>")
        path.write_text(page, encoding="utf-8")
        return path


class NaiveWeasyPrint(Html):
    """Everything new for each letter, fonts by @font-face."""

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        paint._use_fast_zlib(False)
        for path in inputs:
            page = weasyprint.HTML(filename=str(path))
            page.write_pdf(path.with_suffix(".pdf"), font_config=FontConfiguration(), pdf_variant="pdf/a-2a")
        return [path.with_suffix(".pdf") for path in inputs]


class ChromiumOnce(Html):
    """One process a letter, as a command line tool."""

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        for path in inputs:
            options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder}/profile"]
            printed = f"--print-to-pdf={path.with_suffix('.pdf')}"
            subprocess.run([str(CHROMIUM), *options, printed, path.as_uri()], check=True, capture_output=True)
        return [path.with_suffix(".pdf") for path in inputs]


class ChromiumOpen(Html):
    """One browser kept open over its debugging protocol, as a server would hold it."""

    def __init__(self, folder: Path) -> None:
        from playwright.sync_api import sync_playwright

        super().__init__(folder)
        self.driver = sync_playwright().start()
        options = ["--no-sandbox", "--disable-gpu"]
        self.browser = self.driver.chromium.launch(executable_path=str(CHROMIUM), args=options)
        self.page = self.browser.new_page()

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        for path in inputs:
            self.page.goto(path.as_uri())
            self.page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)
        return [path.with_suffix(".pdf") for path in inputs]

    def close(self) -> None:
        self.browser.close()
        self.driver.stop()


class LibreOffice(Way):
    """The exported word-processor files, one process a letter."""

    def write(self, n: int, document: Document) -> Path:
        path = self.folder / f"{n}.docx"
        path.write_bytes(to_docx(document))
        return path

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        for path in inputs:
            self.convert([path])
        return [path.with_suffix(".pdf") for path in inputs]

    def convert(self, paths: Sequence[Path]) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(self.folder)]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)


class LibreOfficeBatch(LibreOffice):
    """The same, all letters in one process."""

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        self.convert(inputs)
        return [path.with_suffix(".pdf") for path in inputs]


_TYPST_WORKER = (
    "import sys, typst\n"
    "for line in sys.stdin:\n"
    "    path = line.strip()\n"
    "    typst.compile(path, output=path[:-3] + 'pdf', font_paths=[sys.argv[1]], ignore_system_fonts=True,\n"
    "                  pdf_standards='a-2b')\n"
    "    print(flush=True)\n"
)


class Typst(Way):
    """The same lines from our compositor, set by typst in a process kept open, fonts from the kit."""

    python = sys.executable

    @classmethod
    def there(cls) -> bool:
        return subprocess.run([cls.python, "-c", "import typst"], capture_output=True).returncode == 0

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "seal.jpg").write_bytes(seal.placeholder())
        self.worker = subprocess.Popen(
            [self.python, "-c", _TYPST_WORKER, str(fontkit.KIT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def write(self, n: int, document: Document) -> Path:
        path = self.folder / f"{n}.typ"
        path.write_text(typst_source(document), encoding="utf-8")
        return path

    def make(self, inputs: Sequence[Path]) -> list[Path]:
        assert self.worker.stdin and self.worker.stdout
        for path in inputs:
            print(path, file=self.worker.stdin, flush=True)
            assert self.worker.stdout.readline(), "typst ended"
        return [path.with_suffix(".pdf") for path in inputs]

    def close(self) -> None:
        assert self.worker.stdin
        self.worker.stdin.close()
        self.worker.wait()


def typst_source(document: Document) -> str:
    """Head, title, composed lines and signature with the seal under it."""
    lines = [
        f"#h({line.indent * 5.571:.3f}mm)#text(tracking: {line.spacing:.4f}em, {_quoted(line.text)})"
        for paragraph in composed(document)
        for line in paragraph.lines
    ]
    sign = document.signature
    assert sign and sign.day
    return "\n".join(
        [
            '#set document(title: "答复书", date: datetime(year: 2026, month: 3, day: 20))',
            '#set page(paper: "a4", margin: (top: 37mm, right: 26mm, bottom: 35mm, left: 28mm))',
            '#set text(font: ("GW FangSong", "GW Rare"), size: 16pt, lang: "zh")',
            "#set par(leading: 13pt, spacing: 13pt)",
            f'#align(center, text(font: "GW XiaoBiaoSong", fill: red, size: 23pt, {_quoted(document.mark)}))',
            "#line(length: 100%, stroke: 1.5pt + red)",
            f"#align(right, {_quoted(document.number)})",
            f'#align(center, text(font: "GW XiaoBiaoSong", size: 22pt, {_quoted("".join(document.title))}))',
            *(f"{line} \\" for line in lines),
            '#place(right, dx: -20mm, image("seal.jpg", width: 42mm))',
            f"#align(right, {_quoted(sign.organ)})",
            f"#align(right, {_quoted(chinese_date(sign.day))})",
        ]
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


WAYS: dict[str, tuple[Callable[[Path], Way | Ours], Callable[[], bool]]] = {
    OURS: (Ours, lambda: True),
    "this renderer, plain zlib": (OursPlain, lambda: True),
    "WeasyPrint, everything new each time": (NaiveWeasyPrint, lambda: True),
    "Chromium, one process a letter": (ChromiumOnce, CHROMIUM.exists),
    "Chromium kept open": (ChromiumOpen, lambda: CHROMIUM.exists() and find_spec("playwright") is not None),
    "LibreOffice, one process a letter": (LibreOffice, lambda: shutil.which("soffice") is not None),
    "LibreOffice, one process for all": (LibreOfficeBatch, lambda: shutil.which("soffice") is not None),
    "typst kept open": (Typst, lambda: Typst.there()),
}  # fmt: skip


# -- measuring -------------------------------------------------------------------------------------------------------


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
        stats[int(path.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    ours, ticks = {os.getpid()}, 0
    while grown := {pid for pid, (parent, _) in stats.items() if parent in ours} - ours:
        ours |= grown
        ticks += sum(stats[pid][1] for pid in grown)
    return ticks / os.sysconf("SC_CLK_TCK")


def compare(rounds: int, count: int) -> None:
    """Each way makes ``count`` letters in each of ``rounds`` rounds; every file is opened and must have two pages."""
    for name, (_, there) in WAYS.items():
        if not there():
            print(f"LEFT OUT, not installed: {name}")
    render.warm_up()
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    with ExitStack() as open_ways:
        ways = {}
        for name, (kind, there) in WAYS.items():
            if there():
                ways[name] = kind(Path(open_ways.enter_context(tempfile.TemporaryDirectory())))
                open_ways.callback(ways[name].close)
                ways[name].make(ways[name].prepare(letters(1, 0)))  # type: ignore[arg-type]
        for number in range(rounds):
            for name, way in ways.items():
                inputs = way.prepare(letters(count, 1 + number * count))
                begin, used = time.perf_counter(), cpu_seconds()
                made = way.make(inputs)  # type: ignore[arg-type]
                cpu.setdefault(name, []).append((cpu_seconds() - used) * 1000 / count)
                wall.setdefault(name, []).append((time.perf_counter() - begin) * 1000 / count)
                for path in made:
                    with pikepdf.open(path) as pdf:
                        assert len(pdf.pages) == 2 or name.startswith("LibreOffice"), f"{name}: {len(pdf.pages)} pages"
    table(wall, cpu)


def table(wall: dict[str, list[float]], cpu: dict[str, list[float]]) -> None:
    base_wall, base_cpu = statistics.median(wall[OURS]), statistics.median(cpu[OURS])
    print(f"{'two pages with seal, ms a letter':38} {'CPU':>8} {'lowest':>8} {'x ours':>7} {'wall':>8} {'x ours':>7}")
    for name in wall:
        busy, waited = statistics.median(cpu[name]), statistics.median(wall[name])
        ratios = busy / base_cpu, waited / base_wall
        print(f"{name:38} {busy:8.1f} {min(cpu[name]):8.1f} {ratios[0]:7.2f} {waited:8.1f} {ratios[1]:7.2f}")
    naive = statistics.median(cpu["WeasyPrint, everything new each time"])
    print(f"ours needs {base_cpu / naive:.2f} of naive WeasyPrint's CPU; load {os.getloadavg()[0]:.1f}")


def one_page(count: int) -> None:
    document = build("F03", sample("F03"))
    spent = []
    for _ in range(count):
        used = cpu_seconds()
        for _ in range(10):
            render.render(document)
        spent.append((cpu_seconds() - used) * 100)
    print(f"one page (F03): {statistics.median(spent):.1f} ms CPU, lowest {min(spent):.1f}")


def many(count: int) -> None:
    """Resident memory in MB of this process and of its painter after each tenth of ``count`` letters."""
    render.warm_up()
    began = time.perf_counter()
    for done in range(count):
        render.render(letters(1, done)[0])
        if (done + 1) % max(count // 10, 1) == 0:
            print(f"after {done + 1:5} letters: painter {_mb(PRESS.pid)} MB, caller {_mb('self')} MB", flush=True)
    print(f"{count} two-page letters in {time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f}")


def _mb(process: int | str | None) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize() // 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--letters", type=int, default=10, help="letters of each way in each round")
    parser.add_argument("--typst", default=sys.executable, metavar="PYTHON", help="an interpreter that has typst")
    parser.add_argument("--many", type=int, default=0, help="measure memory over so many letters instead")
    options = parser.parse_args()
    Typst.python = options.typst
    if options.many:
        many(options.many)
        return
    compare(options.rounds, options.letters)
    one_page(options.rounds * 2)


if __name__ == "__main__":
    main()
