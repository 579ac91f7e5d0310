"""The index follows the database: through crashes, two writers, a lost folder, a rebuild under load, a restore."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from casework.library import documents, outbox, store
from casework.library.importers import Report, import_lines
from casework.library.index import IndexUnavailable
from casework.library.models import LibraryDocument, LibraryEntry, SearchNode, SearchOutbox
from casework.library.search import ready, search
from casework.library.sweep import differences, mend
from casework.models import Case
from casework.now import pinned
from tests.conftest import NOON
from tests.library.conftest import SMALL, jsonl
from workflow.tasks import mend_library

Find = Callable[..., list[str]]


def edit(external_id: str, text: str) -> LibraryEntry:
    """Change an entry as an editor would: the row and its outbox line in one transaction."""
    with transaction.atomic():
        entry = LibraryEntry.objects.get(external_id=external_id)
        entry.text = text
        entry.version += 1
        entry.save()
        outbox.touch(outbox.ENTRY, [entry.pk], at=NOON)
    return entry


def test_a_change_is_found_by_the_next_search(small: Report, ids: Find) -> None:
    ready()
    edit("req-a", "鳄鱼饲养场的环评批复")
    assert ids("鳄鱼饲养")[0] == "req-a"
    assert outbox.pending() == 0
    assert differences() == []


def test_a_search_does_not_carry_over_what_others_go_on_writing(small: Report, ids: Find, monkeypatch: Any) -> None:
    ready()
    carry, rounds = outbox._carry, []

    def beside(*args: Any) -> None:
        rounds.append(args)
        assert len(rounds) < 5, "the search goes on as long as anybody writes"
        carry(*args)
        edit("reg-30", f"第{len(rounds)}次修改")

    edit("req-a", "鳄鱼饲养场的环评批复")
    monkeypatch.setattr(outbox, "_carry", beside)
    assert ids("鳄鱼饲养")[0] == "req-a"
    assert (len(rounds), outbox.pending()) == (1, 1)


def test_a_change_rolled_back_is_never_found(small: Report, ids: Find) -> None:
    ready()
    with pytest.raises(RuntimeError), transaction.atomic():
        edit("req-a", "鳄鱼饲养场的环评批复")
        raise RuntimeError
    assert ids("鳄鱼饲养") == []


def test_a_deleted_entry_leaves(small: Report, ids: Find) -> None:
    ready()
    entry = LibraryEntry.objects.get(external_id="req-a")
    outbox.touch(outbox.ENTRY, [entry.pk], at=NOON)
    entry.delete()
    assert "req-a" not in ids("征地补偿方案")
    assert differences() == []


def test_crash_between_commit_and_index_loses_nothing(small: Report, ids: Find, monkeypatch: Any) -> None:
    index = ready()
    edit("req-a", "鳄鱼饲养场的环评批复")

    class Dies(BaseException):
        pass

    def die(*args: object, **options: object) -> None:
        raise Dies

    with monkeypatch.context() as patch, pytest.raises(Dies):
        patch.setattr(outbox, "_carry", die)
        outbox.drain()
    assert outbox.pending() == 1, "the line outlives the crash"
    assert index.count() == len(SMALL)
    assert ids("鳄鱼饲养")[0] == "req-a"


def test_crash_after_the_index_committed_is_repeated_harmlessly(small: Report, ids: Find) -> None:
    ready()
    entry = edit("req-a", "鳄鱼饲养场的环评批复")
    line = SearchOutbox.objects.get()
    with store.writing(), store.current().writer() as batch:
        outbox._carry(batch, [line])
    assert ids("鳄鱼饲养")[0] == "req-a"
    assert dict(store.current().versions())[documents.key_of(documents.ENTRY, entry.pk)] == entry.version
    assert store.current().count() == len(SMALL)


@pytest.mark.parametrize("loss", ["folder", "pointer", "meta", "segments", "stamp", "garbage"])
def test_a_lost_index_is_made_anew_by_the_next_search(small: Report, ids: Find, loss: str) -> None:
    folder = ready().folder
    if loss == "folder":
        shutil.rmtree(store.root())
    elif loss == "pointer":
        (store.root() / store.POINTER).unlink()
    elif loss == "meta":
        (folder / "meta.json").unlink()
    elif loss == "segments":
        for path in folder.glob("*.idx"):
            path.unlink()
        store._open.clear()
    elif loss == "stamp":
        store.forget()
    else:
        (store.root() / store.POINTER).write_bytes(b"\xff../../etc")
    assert ids("多久答复")[0] == "reg-33"
    assert differences() == []


def test_an_index_of_another_database_is_not_used(small: Report, ids: Find) -> None:
    ready()
    SearchNode.objects.update(database="00000000-0000-0000-0000-000000000001")
    with pytest.raises(IndexUnavailable):
        store.current()
    assert ids("多久答复")[0] == "reg-33"


def test_a_large_library_without_index_searches_titles_and_says_so(small: Report, monkeypatch: Any) -> None:
    monkeypatch.setattr("casework.library.search.SMALL", 0)
    answer = search("征地补偿方案", actor=None)
    assert "重建" in answer.notice
    assert [found.row.external_id for found in answer.results] == ["req-a"]


def test_saving_works_while_the_index_cannot_be_written(small: Report, monkeypatch: Any) -> None:
    ready()
    with store.writing():
        edit("req-a", "鳄鱼饲养场的环评批复")
        assert search("补正", actor=None).results, "a search goes on with what the index knows"
        assert outbox.pending() == 1
    assert search("鳄鱼饲养", actor=None).results[0].row.external_id == "req-a"


def test_rebuild_swaps_and_keeps_late_changes(small: Report, ids: Find, monkeypatch: Any) -> None:
    before = ready().folder

    def docs() -> Any:
        yield from documents.everything()
        edit("req-a", "鳄鱼饲养场的环评批复")  # comes in after the scan has passed it

    store.rebuild(docs)
    assert store.current().folder != before
    assert not before.exists()
    assert ids("鳄鱼饲养")[0] == "req-a"
    assert differences() == []


def test_the_sweep_finds_and_mends_what_differs(small: Report) -> None:
    index = ready()
    LibraryEntry.objects.filter(external_id="req-a").update(version=9)
    index.delete([documents.key_of(documents.ENTRY, LibraryEntry.objects.get(external_id="reg-33").pk)])
    assert {fault for _, _, fault in differences()} == {"版本不符", "索引中没有"}
    with pytest.raises(SystemExit):
        call_command("library", "check", stdout=StringIO())
    assert mend(at=NOON) == 2
    assert differences() == []


def test_the_hourly_task_mends_and_takes_rules_out_of_force(small: Report, today: Any) -> None:
    index = ready()
    entry = LibraryEntry.objects.get(external_id="reg-33")
    LibraryDocument.objects.filter(pk=entry.document_id).update(repealed_on=today)
    index.delete([documents.key_of(documents.ENTRY, LibraryEntry.objects.get(external_id="req-a").pk)])
    assert "mend_library" in settings.CELERY_BEAT_SCHEDULE
    with pinned(NOON):
        assert mend_library() > 0
        assert mend_library() == 0
    assert search("多久答复", actor=None, filters={"status": ["repealed"]}).results[0].mark == "已废止，不得引用"
    assert differences() == []


def test_searches_while_the_index_is_deleted_again_and_again(real_db: None, small: Report) -> None:
    """Four people search while the folder goes five times: every answer is right, none is a fault."""
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    wrong: list[object] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            try:
                found = search("多久答复", actor=None).results
                if not found or found[0].row.external_id != "reg-33":  # type: ignore[union-attr]
                    wrong.append([result.row for result in found])
            except Exception as error:
                wrong.append(error)
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        time.sleep(0.3)
        shutil.rmtree(store.root(), ignore_errors=True)
    time.sleep(0.5)
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert search("多久答复", actor=None).results
    assert differences() == []


def test_the_command_rebuilds_and_checks(small: Report) -> None:
    out = StringIO()
    call_command("library", "rebuild", stdout=out, stderr=StringIO())
    call_command("library", "check", stdout=out)
    rebuilt, checked = map(json.loads, out.getvalue().splitlines())
    assert rebuilt == {"documents": len(SMALL)}
    assert checked["faults"] == 0
    assert checked["documents"] == len(SMALL)


def test_an_act_on_a_case_makes_it_findable(open_case: Callable[..., Case], clerk: Any) -> None:
    ready()
    case = open_case(title="鳄鱼饲养场的环评批复")
    assert search("鳄鱼饲养", actor=clerk, cases=True).results[0].row == case


@pytest.mark.usefixtures("real_db")
def test_threads_writing_at_once(settings: Any) -> None:
    """Four writers and the background thread: every committed change is in the index at the end."""
    settings.LIBRARY_WAKE = True
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    names = [row["id"] for row in SMALL[:4]]

    def write(name: str) -> None:
        for turn in range(15):
            edit(name, f"第{turn}次改动 {name}")
        connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_for_workers()
    assert outbox.pending() == 0, "the background thread drains without any search"
    assert differences() == []


def wait_for_workers() -> None:
    for thread in threading.enumerate():
        if thread.name == outbox.WORKER:
            thread.join(20)


@pytest.mark.usefixtures("real_db")
def test_what_comes_in_at_the_last_moment_is_the_holders(monkeypatch: Any) -> None:
    """After the holder's last look, with the lock still taken: the writer leaves, the holder looks once more."""
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    rounds, left = outbox._rounds, []

    def late(linger: float, newest: int | None = None) -> int:
        done = rounds(linger, newest)
        if not left:
            edit("req-a", "鳄鱼饲养场的环评批复")
            left.append(outbox.drain())
        return done

    monkeypatch.setattr(outbox, "_rounds", late)
    outbox.drain()
    assert left == [0]
    assert outbox.pending() == 0
    assert differences() == []


def test_who_finds_the_lock_taken_asks_the_database_nothing(
    small: Report, django_assert_num_queries: Callable[..., Any]
) -> None:
    ready()
    edit("req-a", "鳄鱼饲养场的环评批复")
    with store.writing(), django_assert_num_queries(0):
        assert outbox.drain() == 0


@pytest.mark.usefixtures("real_db")
def test_only_the_deletion_of_lines_does_not_wait_for_the_disk() -> None:
    """A transaction of the caller keeps its own wait; one statement deletes, on either database."""
    if connection.vendor != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    import_lines(jsonl(SMALL), at=NOON)
    ready()

    def waits() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return str(cursor.fetchone()[0])

    edit("req-a", "一")
    assert outbox.drain() == 1
    assert waits() == "on"
    with transaction.atomic():
        edit("req-a", "二")
        assert outbox.drain() == 1
        assert waits() == "on"


WRITER = """
import sys, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.LIBRARY_INDEX_DIR = Path(sys.argv[1])
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from tests.library.test_store import edit
from casework.library import outbox
for turn in range(1, int(sys.argv[3]) + 1):
    edit(sys.argv[4], f"第{turn}次改动")
    print(turn, flush=True)
    outbox.drain()
"""
WRITER_NAME = "library-test-writer"


def writer(turns: int, name: str, script: str = WRITER) -> subprocess.Popen[str]:
    """A process of its own that changes ``name`` again and again and says each time how often."""
    root = Path(__file__).resolve().parents[2]
    database = str(connection.settings_dict["NAME"])
    arguments = [sys.executable, "-c", script, str(store.root()), database, str(turns), name]
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(root), "PGAPPNAME": WRITER_NAME
    }  # fmt: skip
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=root, env=environment, text=True)


HAMMER = """
import random, sys, time, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.LIBRARY_INDEX_DIR = Path(sys.argv[1])
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from tests.library.test_store import edit, wait_for_workers
from casework.library import outbox
outbox.LINGER = 0.0
for turn in range(int(sys.argv[3])):
    edit(sys.argv[4], f"第{turn}次改动")
    time.sleep(random.uniform(0, 0.06))
wait_for_workers()
"""


def wait_for_the_server() -> None:
    """PostgreSQL ends what a killed client had begun to send, and commits it, after the client is gone."""
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [WRITER_NAME])
            if cursor.fetchone() is None:
                return
        time.sleep(0.01)


@pytest.mark.usefixtures("real_db")
def test_two_processes_writing_at_once(settings: Any) -> None:
    """Whoever holds the lock carries the other's lines over too; the next search waits for it and knows everything."""
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    turns = 25
    with writer(turns, "req-a") as one, writer(turns, "reg-30") as other:
        assert one.wait() == 0
        assert other.wait() == 0
    first_two = search("次改动", actor=None).results[:2]
    assert {found.row.external_id for found in first_two} == {"req-a", "reg-30"}  # type: ignore[union-attr]
    assert {found.row.text for found in first_two} == {f"第{turns}次改动"}  # type: ignore[union-attr]
    assert outbox.pending() == 0
    assert differences() == []


@pytest.mark.usefixtures("real_db")
def test_no_line_stays_behind_when_the_lock_goes_from_hand_to_hand() -> None:
    """Four processes whose threads let go after every round: what one leaves to another is carried without a search."""
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    processes = [writer(40, row["id"], HAMMER) for row in SMALL[:4]]
    assert [process.wait() for process in processes] == [0] * 4
    assert outbox.pending() == 0
    assert differences() == []


@pytest.mark.usefixtures("real_db")
def test_a_search_waits_for_whoever_is_just_writing(settings: Any) -> None:
    """Another process holds the lock for a moment: the change committed before the search is found by it."""
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing():
            held.set()
            free.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    edit("req-a", "鳄鱼饲养场的环评批复")
    threading.Timer(0.1, free.set).start()
    assert search("鳄鱼饲养", actor=None).results[0].row.external_id == "req-a"  # type: ignore[union-attr]
    holder.join()


@pytest.mark.usefixtures("real_db")
def test_a_writer_killed_in_the_middle_leaves_everything_right(settings: Any) -> None:
    """kill -9 at three moments: acknowledged changes are found, the lock is free, the index equals the database."""
    import_lines(jsonl(SMALL), at=NOON)
    ready()
    for pause in (0.15, 0.3, 0.45):
        with writer(1_000_000, "req-a") as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "1"
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            acknowledged = int((process.stdout.read().split() or ["1"])[-1])
        wait_for_the_server()
        text = search("改动", actor=None).results[0].row.text  # type: ignore[union-attr]
        assert int(text.removeprefix("第").removesuffix("次改动")) >= acknowledged
        assert outbox.pending() == 0
        assert differences() == []
