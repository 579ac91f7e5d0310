"""``library``: import into the case library, search it, find what is similar, rebuild and check the index."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.jsonl import dump, read_object
from casework.law.errors import InvalidFact
from casework.library import documents, outbox, store
from casework.library.importers import KINDS, Report, import_lines
from casework.library.index import IndexUnavailable
from casework.library.models import Kind, LibraryEntry
from casework.library.search import Answer, Found, rebuild_if_needed, search
from casework.library.similar import Like, similar
from casework.library.sweep import differences
from casework.models import Case
from casework.now import now

QUERY_NAMES = ("query", "q", "text", "question")
MOST = 1000


class Command(BaseCommand):
    help = "案例库：import 导入，search 检索，similar 找相似，rebuild 重建索引，check 核对索引。"

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("import", help="导入 JSON Lines（.jsonl）、DOCX 或者 PDF")
        load.add_argument("files", nargs="+", metavar="FILE")
        load.add_argument("--dry-run", action="store_true", help="只核对，不写入")
        load.add_argument("--json", action="store_true", help="输出一律为 JSON，此项为兼容保留")
        load.add_argument("--kind", default="policy", help="DOCX、PDF 的类别：precedent、policy、standard_text")
        load.add_argument("--title", default="", help="DOCX、PDF 的标题；不填取文件名")
        find = actions.add_parser("search", help="检索")
        find.add_argument("query", nargs="?", metavar="QUERY")
        find.add_argument("--queries", metavar="FILE.jsonl", help='每行 {"id","query"}；“-”读标准输入')
        find.add_argument("--limit", type=int, default=10)
        find.add_argument("--kind", default="")
        find.add_argument("--json", action="store_true", help="输出一律为 JSON，此项为兼容保留")
        like = actions.add_parser("similar", help="相似的案例、办件")
        source = like.add_mutually_exclusive_group(required=True)
        source.add_argument("--case", metavar="N", help="受理编号或者办件序号")
        source.add_argument("--text", metavar="TEXT")
        like.add_argument("--limit", type=int, default=10)
        like.add_argument("--json", action="store_true", help="输出一律为 JSON，此项为兼容保留")
        actions.add_parser("rebuild", help="另建索引并替换")
        actions.add_parser("check", help="逐条核对索引与数据库；不符的退出码为 1")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, f"do_{action}")(**options)

    # import

    def do_import(self, *, files: list[str], dry_run: bool, kind: str, title: str, **options: Any) -> None:
        """All lines of all files or none: one line at fault refuses everything."""
        lines = [line for name in files for line in self._lines(name, kind, title)]
        report = import_lines(lines, at=now(), dry_run=dry_run)
        for error in report.errors:
            self.stderr.write(f"第 {error['line']} 行 {error['field']}：{error['reason']}")
        if not report.errors and not dry_run:
            self._index()
        self.stdout.write(dump(_reported(report)))
        if report.errors:
            raise SystemExit(1)

    def _lines(self, name: str, kind: str, title: str) -> Iterable[bytes]:
        path = Path(name)
        if name != "-" and not path.is_file():
            raise CommandError(f"没有文件“{name}”，请核对路径。", returncode=2)
        if path.suffix.lower() in {".docx", ".pdf"}:
            from casework.library.readers import UnreadableFile, lines_of

            if kind not in Kind.values:
                raise CommandError(f"--kind 应为 {'、'.join(Kind.values)}。", returncode=2)
            try:
                found: list[bytes] = lines_of(path, kind=kind, title=title)
                return found
            except UnreadableFile as error:
                self.stderr.write(str(error))
                raise SystemExit(1) from None
        content: bytes = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
        return content.split(b"\n")

    def _index(self) -> None:
        """Bring the index up to date before the command ends: nobody else may be running to do it."""
        try:
            outbox.drain()
        except IndexUnavailable:
            self.stderr.write("正在建立索引……")
            rebuild_if_needed()
            outbox.drain()

    # search

    def do_search(self, *, query: str | None, queries: str | None, limit: int, kind: str, **options: Any) -> None:
        if (query is None) == (queries is None):
            raise CommandError("请给出一个检索词，或者用 --queries 指定文件。", returncode=2)
        if not 1 <= limit <= MOST:
            raise CommandError("--limit 应在 1 至 1000 之间。", returncode=2)
        if query is not None:
            self.stdout.write(dump(_answered(self._search(query, limit, kind))))
            return
        faults = 0
        for line in self._lines(str(queries), "", ""):
            if not line.strip():
                continue
            answer, fine = self._one(line, limit, kind)
            faults += not fine
            self.stdout.write(dump(answer))
        if faults:
            raise SystemExit(1)

    def _one(self, line: bytes, limit: int, kind: str) -> tuple[dict[str, Any], bool]:
        """Answer one line of a file of queries; a line at fault says why and the others go on."""
        identifier: Any = None
        try:
            row = read_object(line)
            identifier = row.get("id")
            text = next((row[name] for name in QUERY_NAMES if isinstance(row.get(name), str)), None)
            if text is None:
                raise InvalidFact("缺少检索词 query，请补全。")
            own_limit = row.get("limit")
            size = own_limit if isinstance(own_limit, int) and 0 < own_limit <= MOST else limit
            answer = self._search(text, size, kind)
            return {"id": identifier, "query": text, **_answered(answer)}, True
        except InvalidFact as error:
            return {"id": identifier, "error": str(error)}, False

    def _search(self, query: str, limit: int, kind: str) -> Answer:
        """``--kind`` takes a kind of the library, or the word the import used."""
        if not kind:
            return search(query, actor=None, size=limit)
        if kind in Kind.values:
            return search(query, actor=None, size=limit, filters={"kind": [kind]})
        group = KINDS.get(kind, Kind.REFERENCE)
        answer = search(query, actor=None, size=min(limit * 5, MOST), filters={"kind": [group.value]})
        answer.results = [found for found in answer.results if _source_kind(found) == kind][:limit]
        answer.total = min(answer.total, len(answer.results)) if len(answer.results) < limit else answer.total
        return answer

    # similar

    def do_similar(self, *, case: str | None, text: str | None, limit: int, **options: Any) -> None:
        without = None
        if case is not None:
            row = _case(case)
            text, without = f"{row.title} {row.description}", (documents.CASE, row.pk)
        found = similar(text or "", actor=None, size=limit, without=without, shell=True)
        self.stdout.write(dump({"results": [_alike(like) for like in found]}))

    # index

    def do_rebuild(self, **options: Any) -> None:
        """Other processes go on searching the old index until the swap."""
        count = store.rebuild(documents.everything, lambda done: self.stderr.write(f"{done}……"))
        outbox.drain()
        self.stdout.write(dump({"documents": count}))

    def do_check(self, **options: Any) -> None:
        found = differences()
        for kind, pk, what in found:
            self.stdout.write(dump({"kind": kind, "object": pk, "fault": what}))
        health = store.current().health() if not any(what == "索引不可用" for _, _, what in found) else None
        self.stdout.write(
            dump(
                {
                    "documents": health.documents if health else 0,
                    "bytes": health.bytes if health else 0,
                    "pending": outbox.pending(),
                    "faults": len(found),
                }
            )
        )
        if found:
            raise SystemExit(1)


def _reported(report: Report) -> dict[str, Any]:
    return {"read": report.read, "accepted": report.accepted, "refused": report.refused, "errors": report.errors}


def _case(number: str) -> Case:
    """Find the case by its number or its id. :raises CommandError: there is none."""
    row = Case.objects.filter(case_number=number).first()
    if row is None and number.isdecimal():
        row = Case.objects.filter(pk=int(number)).first()
    if row is None:
        raise CommandError(f"没有办件“{number}”，请核对受理编号。", returncode=1)
    return row


def _source_kind(found: Found) -> str:
    return found.row.source_kind if isinstance(found.row, LibraryEntry) else documents.CASE_KIND


def _answered(answer: Answer) -> dict[str, Any]:
    return {
        "results": [_result(found) for found in answer.results],
        "total": answer.total,
        "searched": answer.searched,
        "corrected": answer.corrected,
        "suggestions": answer.suggestions,
        "facets": {name: counts for name, counts in answer.facets.items() if counts},
        "notice": answer.notice,
    }


def _result(found: Found) -> dict[str, Any]:
    row = found.row
    shown = {
        "id": row.case_number if isinstance(row, Case) else row.external_id,
        "kind": documents.CASE_KIND if isinstance(row, Case) else row.source_kind or row.document.kind,
        "title": row.title,
        "score": found.score,
        "snippet": found.snippet,
    }
    if isinstance(row, LibraryEntry):
        shown |= {"library": row.document.kind, "article": row.article, "mark": found.mark}
    return shown


def _alike(like: Like) -> dict[str, Any]:
    row = like.row
    return {
        "id": row.case_number if isinstance(row, Case) else row.external_id,
        "kind": documents.CASE_KIND if isinstance(row, Case) else row.source_kind or row.document.kind,
        "title": row.title,
        "score": like.score,
        "containment": like.containment,
        "verdict": like.verdict,
        "duplicate": like.verdict == "duplicate",
        "mark": "" if isinstance(row, Case) else row.do_not_follow,
    }
