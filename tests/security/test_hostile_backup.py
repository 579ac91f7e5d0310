"""A backup that was made or changed by somebody without the keys is refused before anything is touched."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from casework import backup
from casework.backup import BackupFault
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
Parts = dict[str, Any]


def silent(_: str) -> None:
    pass


@pytest.fixture
def parts(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    """What a backup holds, by name; nothing is really dumped or loaded."""
    settings.DATA_DIR = tmp_path
    stored = Path(settings.FILES_DIR) / "attachments" / "1"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"scan")
    monkeypatch.setattr(backup, "_dump", lambda target: target.write_bytes(b"dump"))
    monkeypatch.setattr(backup, "_load", lambda source: pytest.fail("a hostile database was loaded"))
    backup.make(tmp_path / "made", at=NOON, say=silent)
    assert (tmp_path / "made").stat().st_mode & 0o077 == 0
    with tarfile.open(tmp_path / "made") as tar:
        found: Parts = {row.name: tar.extractfile(row).read() for row in tar}  # type: ignore[union-attr]
    return found | {"manifest.json": json.loads(found["manifest.json"])}


def pack(target: Path, parts: Parts, *more: tarfile.TarInfo) -> Path:
    with tarfile.open(target, "w") as tar:
        for name, content in parts.items():
            written = content if isinstance(content, bytes) else json.dumps(content).encode()
            row = tarfile.TarInfo(name)
            row.size = len(written)
            tar.addfile(row, io.BytesIO(written))
        for row in more:
            tar.addfile(row, io.BytesIO())
    return target


def other_database(parts: Parts) -> None:
    import hashlib

    parts["database"] = b"DROP"
    parts["manifest.json"]["members"]["database"] = hashlib.sha256(b"DROP").hexdigest()


def no_database(parts: Parts) -> None:
    del parts["database"], parts["manifest.json"]["members"]["database"]


def one_more(parts: Parts) -> None:
    parts["files/attachments/2"] = b"slipped in"


def no_seal(parts: Parts) -> None:
    del parts["manifest.json"]["seal"]


def later_day(parts: Parts) -> None:
    parts["manifest.json"]["made_at"] = "2030-01-01T00:00:00+08:00"


def no_manifest(parts: Parts) -> None:
    parts["manifest.json"] = []


def members_in_a_list(parts: Parts) -> None:
    parts["manifest.json"]["members"] = ["database"]


def climbing(parts: Parts) -> None:
    parts["files/../../climbed"] = b"x"
    parts["manifest.json"]["members"]["files/../../climbed"] = ""


@pytest.mark.parametrize(
    "change",
    [other_database, no_database, one_more, no_seal, later_day, no_manifest, members_in_a_list, climbing],
)  # fmt: skip
def test_what_was_changed_is_refused(change: Callable[[Parts], None], parts: Parts, tmp_path: Path) -> None:
    change(parts)
    with pytest.raises(BackupFault):
        backup.restore(pack(tmp_path / "hostile", parts), replace=True, say=silent)
    assert not (tmp_path / "climbed").exists() and not (tmp_path.parent / "climbed").exists()
    assert (Path(settings.FILES_DIR) / "attachments" / "1").read_bytes() == b"scan"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_a_link_or_device_is_refused(kind: bytes, parts: Parts, tmp_path: Path) -> None:
    row = tarfile.TarInfo("files/attachments/link")
    row.type, row.linkname = kind, "/etc/passwd"
    parts["manifest.json"]["members"][row.name] = ""
    with pytest.raises(BackupFault):
        backup.restore(pack(tmp_path / "hostile", parts, row), replace=True, say=silent)
