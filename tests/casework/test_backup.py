"""One file holds the installation: what goes in comes back; what does not fit is refused, nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
COUNT = "from casework.models import Case; print('cases', Case.objects.count(), Case.objects.first().applicant.name)"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, django_db_setup: Any, django_db_blocker: Any) -> Iterator[Run]:
    """A small installation of its own, on the kind of database the suite runs on."""
    data = tmp_path_factory.mktemp("installation")
    environment = os.environ | {"DATA_DIR": str(data), "DEMONSTRATION": "1"}
    name = f"backup_{os.getpid()}"
    server = None
    if connection.vendor == "postgresql":
        row = connection.settings_dict
        where = {"host": row["HOST"], "port": row["PORT"], "user": row["USER"]}
        server = psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in where.items() if v})
        server.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = f"postgres://{row['USER']}@{row['HOST']}:{row['PORT'] or 5432}/{name}"

    def call(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment | changes, capture_output=True, text=True
        )

    assert call("migrate", "-v0").returncode == 0
    seeded = call("seed_demo", "--cases", "9")
    assert seeded.returncode == 0, seeded.stderr
    yield call
    if server is not None:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


@pytest.fixture(scope="module")
def made(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "desk.backup"
    done = run("backup", str(out))
    assert done.returncode == 0, done.stderr
    assert "密钥不在备份中" in done.stdout
    return out


CHANGE = (
    "from casework.library import outbox; from casework.library.models import LibraryEntry;"
    "from casework.now import now;"
    "row = LibraryEntry.objects.published().first(); row.text = '鳄鱼饲养场的环评批复'; row.version += 1; row.save();"
    "outbox.touch('entry', [row.pk], at=now()); outbox.drain()"
)


def test_the_index_from_before_a_restore_is_not_used(run: Run, made: Path) -> None:
    """It knows what the database no longer holds: the first search makes it anew."""
    assert run("library", "rebuild").returncode == 0
    assert run("shell", "-v0", "-c", CHANGE).returncode == 0
    assert "鳄鱼饲养" in str(json.loads(run("library", "search", "鳄鱼饲养").stdout)["results"])
    assert run("restore", str(made), "--replace").returncode == 0
    marked = run("library", "check")
    assert marked.returncode == 1
    assert json.loads(marked.stdout.splitlines()[0])["fault"] == "索引不可用"
    assert "鳄鱼" not in str(json.loads(run("library", "search", "鳄鱼饲养").stdout)["results"])
    checked = run("library", "check")
    assert checked.returncode == 0, checked.stdout


def test_what_was_lost_comes_back(run: Run, made: Path) -> None:
    before = run("shell", "-c", COUNT, "-v0").stdout
    assert before.startswith("cases 9")
    emptied = run("shell", "-v0", "-c", "from casework.models import Phrase, Staff;"
                  "Staff.objects.filter(username='sunzhuren').update(name='改过')")  # fmt: skip
    assert emptied.returncode == 0, emptied.stderr
    done = run("restore", str(made), "--replace")
    assert done.returncode == 0, done.stderr
    assert run("shell", "-c", COUNT, "-v0").stdout == before
    name = run(
        "shell", "-v0", "-c", "from casework.models import Staff; print(Staff.objects.get(username='sunzhuren'))"
    )
    assert name.stdout.strip() == "孙主任"
    assert run("verify_log").returncode == 0
    assert run("check_drift").returncode == 0


def test_cases_are_not_overwritten_unasked(run: Run, made: Path) -> None:
    done = run("restore", str(made))
    assert done.returncode == 1 and "--replace" in done.stderr


def test_other_keys_are_refused(run: Run, made: Path) -> None:
    done = run("restore", str(made), "--replace", AUDIT_KEY="ab" * 32)
    assert done.returncode == 1 and "密钥" in done.stderr
    assert run("verify_log").returncode == 0


def _changed(made: Path, folder: Path, change: Callable[[Path], None]) -> Path:
    """The backup unpacked, changed, and packed again in the same order."""
    with tarfile.open(made) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    change(folder)
    out = folder.with_suffix(".backup")
    with tarfile.open(out, "w") as tar:
        for name in names:
            tar.add(folder / name, name)
    return out


def test_a_newer_schema_is_refused(run: Run, made: Path, tmp_path: Path) -> None:
    def newer(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["migrations"].append("casework.9999_of_tomorrow")
        (folder / "manifest.json").write_text(json.dumps(manifest))

    done = run("restore", str(_changed(made, tmp_path / "newer", newer)), "--replace")
    assert done.returncode == 1 and "9999_of_tomorrow" in done.stderr and "升级" in done.stderr


def test_a_damaged_file_is_refused_and_nothing_changes(run: Run, made: Path, tmp_path: Path) -> None:
    def damaged(folder: Path) -> None:
        path = next(path for path in sorted((folder / "files").rglob("*.pdf")))
        path.write_bytes(path.read_bytes()[:-1] + b"x")

    done = run("restore", str(_changed(made, tmp_path / "damaged", damaged)), "--replace")
    assert done.returncode == 1 and "损坏" in done.stderr
    assert run("check_drift").returncode == 0


@pytest.mark.parametrize("what", ["empty", "cut", "text"])
def test_what_is_no_backup_is_refused(run: Run, made: Path, tmp_path: Path, what: str) -> None:
    path = tmp_path / "x"
    shutil.copy(made, path)
    with path.open("r+b") as stream:
        stream.truncate({"empty": 0, "cut": 100_000, "text": 0}[what])
        if what == "text":
            stream.write("不是备份".encode())
    done = run("restore", str(path), "--replace")
    assert done.returncode == 1 and "备份" in done.stderr
    assert run("verify_log").returncode == 0


def test_an_existing_file_is_not_overwritten(run: Run, made: Path) -> None:
    done = run("backup", str(made))
    assert done.returncode == 1 and "已经存在" in done.stderr
