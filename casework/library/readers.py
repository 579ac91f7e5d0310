"""DOCX and PDF into the lines of the import: a law by article, anything else whole.

The libraries that read the files are loaded only here, when such a file is imported.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casework.library.articles import number, title_of
from casework.packed import unpacked

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PAGES, MOST_CHARACTERS = 2_000, 5_000_000
_ARTICLE = re.compile(r"^[\s\u3000]*第([零〇一二三四五六七八九十百]{1,7}|\d{1,3})条[\s\u3000]*(.*)$")
_CHAPTER = re.compile(r"^[\s\u3000]*(第[一二三四五六七八九十]+[章节][\s\u3000]*\S.{0,40})$")
_LEAST_ARTICLES = 3


class UnreadableFile(Exception):
    """The file is not what its name says, is protected, or holds no text."""


def lines_of(path: Path, *, kind: str, title: str = "") -> list[bytes]:
    """Return JSON lines for the import, ids made of the file's name and content.

    :raises UnreadableFile: with a Chinese sentence.
    """
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableFile(f"文件“{path.name}”超过 50 MB，请拆分后导入。")
    paragraphs = _docx(path) if path.suffix.lower() == ".docx" else _pdf(path)
    paragraphs = [part.strip() for part in paragraphs if part.strip()]
    if not paragraphs:
        raise UnreadableFile(f"文件“{path.name}”中没有文字；扫描件请先识别文字后再导入。")
    name = title or path.stem
    stem = f"{path.stem[:60]}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
    rows = by_article(paragraphs, name, stem) if kind == "policy" else []
    if len(rows) < _LEAST_ARTICLES:
        text = "\n".join(paragraphs)
        rows = [{"id": stem, "kind": kind, "title": name, "text": text, "source": path.name}]
    return [json.dumps({"source": path.name, **row}, ensure_ascii=False).encode() for row in rows]


def lines_of_text(text: str, *, title: str) -> list[bytes]:
    """Return JSON lines for the import of a rule pasted as text."""
    rows = by_article([part.strip() for part in text.splitlines() if part.strip()], title, "text")
    return [json.dumps(row, ensure_ascii=False).encode() for row in rows]


def by_article(paragraphs: list[str], name: str, stem: str) -> list[dict[str, object]]:
    """Cut at 第…条 that begins a paragraph; chapters are kept, what stands before the first article is left out."""
    rows: list[dict[str, object]] = []
    texts: list[list[str]] = []  # the paragraphs of each row
    chapter = ""
    expected = 1
    for paragraph in paragraphs:
        opened = _ARTICLE.match(paragraph)
        article = number(opened[1]) if opened else None
        if opened and article == expected:
            rows.append(
                {
                    "id": f"{stem}-{article:03d}",
                    "kind": "law_article",
                    "title": title_of(name, article),
                    "chapter": chapter,
                    "article": article,
                }
            )
            texts.append([opened[2]])
            expected += 1
        elif _CHAPTER.match(paragraph):
            chapter = " ".join(paragraph.split())
        elif rows:
            texts[-1].append(paragraph)
    whole = [row | {"text": "\n".join(parts)} for row, parts in zip(rows, texts, strict=True)]
    return [row for row in whole if str(row["text"]).strip()]


def _docx(path: Path) -> list[str]:
    """Paragraphs and table cells in reading order of each kind."""
    try:
        import docx
    except ImportError as error:
        raise UnreadableFile("本机未安装读取 DOCX 的组件 python-docx，请先安装。") from error
    try:
        if unpacked(path) > MOST_UNPACKED:
            raise UnreadableFile(f"文件“{path.name}”展开后过大，请去掉图片，或者拆分后导入。")
        document = docx.Document(str(path))
        # By element: a merged cell stands once, however many columns it says it covers.
        rows = [row for table in document.tables for row in table._tbl.tr_lst]
        cells = ["\n".join(part.text for part in cell.p_lst) for row in rows for cell in row.tc_lst]
        return [paragraph.text for paragraph in document.paragraphs] + list(dict.fromkeys(cells))
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(f"文件“{path.name}”不是可以读取的 DOCX，请用文字处理软件另存后重试。") from error


def _pdf(path: Path) -> list[str]:
    """Lines of the text layer, joined again where a line does not begin an article."""
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise UnreadableFile("本机未安装读取 PDF 的组件 pypdf，请先安装。") from error
    try:
        lines = list(_lines(path, PdfReader(str(path))))
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(f"文件“{path.name}”不是可以读取的 PDF，或者有密码，请处理后重试。") from error
    joined: list[list[str]] = []
    for line in lines:
        text = line.strip()
        goes_on = (
            joined and joined[-1][-1][-1] not in "。；：" and not _ARTICLE.match(text) and not _CHAPTER.match(text)
        )
        if text and goes_on:
            joined[-1].append(text)
        elif text:
            joined.append([text])
    return ["".join(parts) for parts in joined]


def _lines(path: Path, reader: PdfReader) -> Iterator[str]:
    """The lines page by page. :raises UnreadableFile: more than any rule has; a small file may say a page endlessly."""
    read = 0
    for at, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        read += len(text)
        if at > MOST_PAGES or read > MOST_CHARACTERS:
            raise UnreadableFile(f"文件“{path.name}”超过 {MOST_PAGES} 页，或者文字过多，请拆分后导入。")
        yield from text.splitlines()
