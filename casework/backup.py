"""One file that holds an installation: the database, attachments and letters, and a check of the keys, never the keys.

The tar holds ``manifest.json`` first, then ``database`` and ``files/…``. The manifest names format, database engine,
applied migrations, a keyed check per key and the SHA-256 of every member, and is sealed with the audit key, so that a
restore can refuse before it has touched anything what is damaged or was made by nobody who holds the keys: a dump of
PostgreSQL is run, not only read. The database is copied first: files are only ever added, so each one it names is
there.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from casework.errors import Fault
from casework.library import store

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
_BLOCK = 1 << 20
Progress = Callable[[str], None]


class BackupFault(Fault):
    """The file cannot be made or must not be restored, with the reason and what to do."""


def make(target: Path, *, at: datetime, say: Progress) -> int:
    """Write the installation to ``target``; return its size in bytes. A failure leaves no half file.

    :raises BackupFault: the file exists already, or the database client is missing.
    """
    if target.exists():
        raise BackupFault(f"{target} 已经存在，请换一个文件名。")
    with tempfile.TemporaryDirectory(prefix="backup-", dir=target.parent) as folder:
        database = Path(folder) / DATABASE
        say("正在复制数据库……")
        _dump(database)
        members = {DATABASE: database, **_stored()}
        manifest = _manifest(members, at)
        manifest["seal"] = _seal(manifest)
        half = Path(folder) / "half"
        with tarfile.open(half, "w") as tar:
            _add_text(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            for number, (name, path) in enumerate(members.items(), 1):
                tar.add(path, name)
                if number % 500 == 0:
                    say(f"已写入 {number} / {len(members)} 个文件")
        half.chmod(0o600)  # it names people, and whoever may read the folder may not
        half.replace(target)
    return target.stat().st_size


def restore(source: Path, *, replace: bool, say: Progress) -> dict[str, Any]:
    """Put the installation back from ``source``; return its manifest. Everything is checked before anything is changed.

    :param replace: whether an installation that holds cases may be overwritten.
    :raises BackupFault: not a backup, damaged, made by a newer program, for other keys or another kind of database.
    """
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as folder:
        manifest = _unpack(source, Path(folder), say)
        _fits(manifest)
        if not hmac.compare_digest(str(manifest.get("seal", "")), _seal(manifest)):
            raise BackupFault("备份清单的封记不符，不是本系统制作的或者被改动过，没有恢复任何内容。")
        if not replace and _holds_cases():
            raise BackupFault("现有系统中已有办件。确需覆盖的，请先备份现有数据，再加 --replace 重新执行。")
        say("正在恢复数据库……")
        _load(Path(folder) / DATABASE)
        _swap_files(Path(folder) / FILES)
        call_command("migrate", verbosity=0)
        store.forget()
    return manifest


def _stored() -> dict[str, Path]:
    root = Path(settings.FILES_DIR)
    return {f"{FILES}/{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()}


def _manifest(members: dict[str, Path], at: datetime) -> dict[str, Any]:
    loader = MigrationLoader(connection)
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "engine": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in loader.applied_migrations),
        "keys": _key_checks(),
        "members": {name: _sha256(path) for name, path in members.items()},
    }


def _seal(manifest: dict[str, Any]) -> str:
    """What only who holds the audit key can write under a manifest."""
    told = json.dumps({name: value for name, value in manifest.items() if name != "seal"}, sort_keys=True)
    return hmac.new(settings.AUDIT_KEY.encode(), b"backup:" + told.encode(), hashlib.sha256).hexdigest()


def _key_checks() -> dict[str, str]:
    """A keyed digest of a fixed word per key: tells whether the keys are the same and nothing about them."""
    keys = {"blind": settings.BLIND_INDEX_KEY, "audit": settings.AUDIT_KEY, "field": settings.FIELD_KEYS[0]}
    return {name: hmac.new(key.encode(), b"backup", hashlib.sha256).hexdigest() for name, key in keys.items()}


def _readable_keys() -> set[str]:
    """The checks of every field key in use: data written with an older one can still be read."""
    return {hmac.new(key.encode(), b"backup", hashlib.sha256).hexdigest() for key in settings.FIELD_KEYS}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    row = tarfile.TarInfo(name)
    row.size = len(content)
    tar.addfile(row, io.BytesIO(content))


def _unpack(source: Path, folder: Path, say: Progress) -> dict[str, Any]:
    """Unpack into ``folder`` and compare every member with the manifest."""
    try:
        with tarfile.open(source, "r") as tar:
            head = tar.next()
            stream = tar.extractfile(head) if head is not None and head.name == MANIFEST else None
            if stream is None:
                raise BackupFault(f"{source} 不是本系统的备份文件。")
            manifest: dict[str, Any] = json.load(stream)
            if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
                raise BackupFault(f"{source} 不是本系统的备份文件。")
            if manifest.get("format") != FORMAT:
                raise BackupFault(f"备份格式为 {manifest.get('format')}，本程序只能读 {FORMAT}，请先升级程序。")
            say("正在核对备份文件……")
            for row in _rows(tar, {DATABASE, *manifest["members"]}):
                tar.extract(row, folder, filter="data")
    except (tarfile.TarError, OSError, ValueError, KeyError, RecursionError) as error:
        raise BackupFault(f"备份文件无法读取（{error}），请核对文件是否完整。") from error
    for name, expected in ({DATABASE: ""} | manifest["members"]).items():
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise BackupFault(f"备份中的 {name} 缺失或者损坏，没有恢复任何内容。请使用另一份备份。")
    return manifest


def _rows(tar: tarfile.TarFile, named: Collection[str]) -> Iterator[tarfile.TarInfo]:
    """The members the manifest names. :raises BackupFault: there is another one, a link, or one of another place."""
    while (row := tar.next()) is not None:
        here = row.name == DATABASE or row.name.startswith(f"{FILES}/")
        if not row.isfile() or not here or row.name not in named:
            raise BackupFault(f"备份文件中有不应出现的内容（{row.name}），没有恢复任何内容。")
        yield row


def _fits(manifest: dict[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    newer = sorted(set(manifest["migrations"]) - known)
    if newer:
        raise BackupFault(f"备份由更新版本的程序制作（含 {newer[-1]}），请先升级程序再恢复。")
    if manifest["engine"] != connection.vendor:
        raise BackupFault(f"备份来自 {manifest['engine']} 数据库，现在使用的是 {connection.vendor}，不能直接恢复。")
    now, then = _key_checks(), manifest["keys"]
    wrong = [name for name in ("blind", "audit") if now[name] != then[name]]
    if then["field"] not in _readable_keys():
        wrong.append("field")
    if wrong:
        raise BackupFault("密钥与备份时不一致，恢复后个人信息和办理记录将无法读取和校验。请先恢复备份时的密钥文件。")


def _holds_cases() -> bool:
    tables = connection.introspection.table_names()
    if "casework_case" not in tables:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM casework_case LIMIT 1")
        return cursor.fetchone() is not None


def _swap_files(new: Path) -> None:
    """Move the stored files in place; the old ones go only when the new ones stand."""
    root = Path(settings.FILES_DIR)
    new.mkdir(parents=True, exist_ok=True)
    old = root.with_name(f"{root.name}.old")
    if root.exists():
        root.replace(old)
    new.replace(root)
    shutil.rmtree(old, ignore_errors=True)


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _client("pg_dump", "--format=custom", "--no-owner", f"--file={target}", *_where())


def _load(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        return
    where = _where()
    connection.close()
    _client("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={where[-1]}",
            *where[:-1], str(source))  # fmt: skip


def _where() -> list[str]:
    row = connection.settings_dict
    options = {"--host": row["HOST"], "--port": row["PORT"], "--username": row["USER"]}
    return [f"{name}={value}" for name, value in options.items() if value] + [row["NAME"]]


def _client(*command: str) -> None:
    """Run a PostgreSQL client; its password goes by the environment, never on the command line."""
    password = connection.settings_dict.get("PASSWORD") or ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": password})
    except FileNotFoundError as error:
        raise BackupFault(f"没有找到 {command[0]}，请先安装 PostgreSQL 客户端程序。") from error
    if done.returncode:
        raise BackupFault(f"{command[0]} 没有成功：{done.stderr.strip()[-500:]}")
