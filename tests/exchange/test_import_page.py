"""The import page: a trial in the background writes nothing, faults come back in the file, again adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from casework.exchange import importing
from casework.models import Case, CaseEvent, CaseFact, RegisterImport, Staff
from casework.now import now
from workflow.jobs import register as register_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
State = RegisterImport.State
HEAD = ("受理编号", "收到日期", "申请人类别", "申请人", "申请事项", "答复结果", "办结日期", "承办科室")
GOOD = [(f"旧{at}号", "2024-03-01", "自然人", "张某", f"事项{at}", "予以公开", "2024-03-20") for at in range(4)]
Send = Callable[..., RegisterImport]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """The background work is done before the request ends."""

    def launch(job_id: int, at: datetime, today: date) -> None:
        register_jobs.run(job_id, at=at, today=today)

    monkeypatch.setattr(register_jobs, "launch", launch)
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def send(at_once: Any) -> Send:
    """Post a file to be tried; return the job after the trial."""

    def sent(client: Any, content: bytes, name: str = "台账.xlsx", organ: str = "LC01") -> RegisterImport:
        with at_once():
            answer = client.post("/statistics/import/", {"register": SimpleUploadedFile(name, content), "organ": organ})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return RegisterImport.objects.latest("pk")

    return sent


@pytest.fixture
def confirm(at_once: Any) -> Callable[..., RegisterImport]:
    def confirmed(client: Any, job: RegisterImport) -> RegisterImport:
        with at_once():
            answer = client.post(f"/statistics/import/{job.pk}/confirm/")
        assert answer.status_code == 302
        job.refresh_from_db()
        return job

    return confirmed


def book(rows: list[tuple[Any, ...]], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    made = Workbook()
    made.active.append(HEAD)
    for row in rows:
        made.active.append(row)
    change(made.active)
    made.save(buffer := BytesIO())
    return buffer.getvalue()


def told(job: RegisterImport) -> set[tuple[int, str]]:
    return {(line, field) for line, field, _ in job.told["errors"]}


def test_a_trial_the_faults_and_the_import(clerk: Staff, signed_in: Any, send: Send, confirm: Any) -> None:
    client = signed_in(clerk)
    bad = [("坏1号", "2024-02-30", "自然人", "李某", "事项", "", ""), ("坏2号", "=1+1", "外星人", "李某", "", "", "")]
    job = send(client, book([*GOOD, *bad]))
    assert (job.state, job.read, job.accepted, job.refused) == (State.READY, 6, 4, 2)
    assert not Case.objects.exists()
    assert {line for line, _ in told(job)} == {6, 7}
    page = client.get(f"/statistics/import/{job.pk}/").content.decode()
    assert "导入 4 件" in page
    back = load_workbook(BytesIO(client.get(f"/statistics/import/{job.pk}/refused.xlsx").content)).active
    assert [row[0].value for row in back.iter_rows(min_row=2)] == ["坏1号", "坏2号"]
    assert "第 6 行" in back.cell(2, len(HEAD) + 1).value
    confirm(client, job)
    assert (job.state, job.accepted, job.refused) == (State.DONE, 4, 2)
    assert bytes(job.content) == b""
    assert Case.objects.count() == CaseFact.objects.count() == 4
    again = send(client, book([*GOOD, *bad]))
    assert (again.accepted, again.unchanged) == (0, 4)
    assert "导入 0 件" not in client.get(f"/statistics/import/{again.pk}/").content.decode()
    assert CaseEvent.objects.filter(verb="import_register").count() == 1


def test_the_file_lies_encrypted_and_only_as_long_as_it_is_needed(clerk: Staff, signed_in: Any, send: Send) -> None:
    client = signed_in(clerk)
    job = send(client, book(GOOD))
    assert b"PK\x03\x04" not in bytes(job.content)  # how a workbook begins
    assert client.post(f"/statistics/import/{job.pk}/drop/").status_code == 302
    job.refresh_from_db()
    assert (job.state, bytes(job.content), bytes(job.faults)) == (State.DROPPED, b"", b"")
    assert client.post(f"/statistics/import/{job.pk}/confirm/").status_code == 409


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (("1号", "2024-02-30", "自然人", "张某", "事项", "", ""), {"收到日期"}),
        (("1号", "2024年13月1日", "自然人", "张某", "事项", "", ""), {"收到日期"}),
        (("1号", "2024-03-20", "自然人", "张某", "事项", "予以公开", "2024-03-01"), {"办结日期"}),
        (("1号", "2024-03-20", "自然人", "张某", "事项", "", "", "没有的科室"), {"承办科室"}),
        (("1号", "2024-03-20", "外星人", "张某", "事项", "", ""), {"申请人类别"}),
        (("1号", "2024-03-20", "自然人", "张某", "=A1&A2", "", ""), {"申请事项"}),
    ],
)
def test_a_row_at_fault_is_told_by_line_and_field(
    row: tuple[Any, ...], fields: set[str], clerk: Staff, signed_in: Any, send: Send
) -> None:
    job = send(signed_in(clerk), book([*GOOD[:1], row]))
    assert (job.accepted, job.refused) == (1, 1)
    assert told(job) == {(3, field) for field in fields}


def test_merged_cells_are_told_in_every_row_they_cover(clerk: Staff, signed_in: Any, send: Send) -> None:
    job = send(signed_in(clerk), book(GOOD, lambda sheet: sheet.merge_cells("D3:D4")))
    assert (job.accepted, job.refused) == (2, 2)
    assert told(job) == {(3, "申请人"), (4, "申请人")}


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_csv_as_office_machines_write_it(encoding: str, clerk: Staff, signed_in: Any, send: Send) -> None:
    lines = [",".join(HEAD), *(",".join(row) for row in GOOD), "坏号,2024-02-31,自然人,李某,事项,,"]
    job = send(signed_in(clerk), "\r\n".join(lines).encode(encoding), "台账.csv")
    assert (job.accepted, told(job)) == (4, {(6, "收到日期")})


def test_a_register_of_many_rows_goes_in_whole(
    clerk: Staff, signed_in: Any, send: Send, confirm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several batches, with progress after each; every row is accepted, refused or already there."""
    monkeypatch.setattr(importing, "BATCH", 50)
    seen: list[int] = []
    monkeypatch.setattr(register_jobs, "_wall_clock", lambda: (seen.append(1), now())[1])
    days = [date(2023, 1, 1) + timedelta(days=at % 300) for at in range(500)]
    rows = [(f"多{at}号", "2024-02-30" if at % 100 == 7 else day.isoformat(), "自然人", "张某", f"事项{at}", "", "")
            for at, day in enumerate(days)]  # fmt: skip
    client = signed_in(clerk)
    job = confirm(client, send(client, book(rows)))
    assert (job.read, job.accepted, job.refused, job.unchanged) == (500, 495, 5, 0)
    assert Case.objects.count() == 495
    assert len(seen) > 20


def test_a_run_that_died_is_taken_up_without_doubles(
    clerk: Staff, signed_in: Any, send: Send, at_once: Any, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    client = signed_in(clerk)
    job = send(client, book(GOOD))
    written = importing.import_cases
    calls: list[int] = []

    def dies(**given: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return written(**given)

    monkeypatch.setattr(importing, "import_cases", dies)
    with pytest.raises(SystemExit), at_once():
        client.post(f"/statistics/import/{job.pk}/confirm/")
    assert Case.objects.count() == 2
    assert register_jobs.carry_on(at=now(), today=today) == 0
    register_jobs.run(job.pk, at=now(), today=today)
    assert Case.objects.count() == 2
    RegisterImport.objects.update(beat_at=now() - 2 * register_jobs.SILENT)
    assert register_jobs.carry_on(at=now(), today=today) == 1
    job.refresh_from_db()
    assert (job.state, job.accepted, job.unchanged, Case.objects.count()) == (State.DONE, 4, 0, 4)


def test_refused_rows_are_forgotten_after_a_month(
    clerk: Staff, signed_in: Any, send: Send, confirm: Any, today: date
) -> None:
    client = signed_in(clerk)
    job = confirm(client, send(client, book([*GOOD, ("坏1号", "x", "自然人", "李某", "事项", "", "")])))
    assert client.get(f"/statistics/import/{job.pk}/refused.xlsx").status_code == 200
    register_jobs.carry_on(at=now() + 2 * register_jobs.KEPT, today=today)
    assert client.get(f"/statistics/import/{job.pk}/refused.xlsx").status_code == 404


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04junk", "甲,乙\n1,2\n".encode("gb18030")])
def test_what_is_no_register_is_told(content: bytes, clerk: Staff, signed_in: Any) -> None:
    file = SimpleUploadedFile("a.csv", content)
    answer = signed_in(clerk).post("/statistics/import/", {"register": file, "organ": "LC01"})
    assert answer.status_code == 422
    assert not RegisterImport.objects.exists()


def test_the_template_reads_back_and_its_example_is_not_taken(clerk: Staff, signed_in: Any, send: Send) -> None:
    client = signed_in(clerk)
    content = client.get("/statistics/import/template.xlsx").content
    assert load_workbook(BytesIO(content)).active.data_validations.count == 3
    job = send(client, content)
    assert (job.read, job.refused) == (1, 1)


def test_only_those_who_register_bring_old_cases_in(
    handler: Staff, outsider: Staff, clerk: Staff, signed_in: Any, send: Send
) -> None:
    job = send(signed_in(clerk), book(GOOD))
    for person in (handler, outsider):
        for path in ("", f"{job.pk}/", f"{job.pk}/refused.xlsx"):
            assert signed_in(person).get(f"/statistics/import/{path}").status_code == 403
    file = SimpleUploadedFile("a.xlsx", book(GOOD))
    answer = signed_in(clerk).post("/statistics/import/", {"register": file, "organ": "LC13"})
    assert answer.status_code == 422
