"""One fixed cast: the practice district with its people, an invented applicant, a pinned day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from casework.acts.people import Person
from casework.acts.register import Application
from casework.append_only import TABLES
from casework.models import Case, Organ, Staff
from casework.now import SHANGHAI, pinned
from workflow import desk
from workflow.demo import district

TODAY = date(2026, 11, 20)  # a Friday
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The reference data beside the project; tests that compare with it say so where it is missing."""
    if not DATA.is_dir():
        pytest.skip(f"reference data missing: {DATA}")
    return DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: Any) -> None:
    """SQLite in a file of this run, so that tests use real threads and runs side by side do not meet."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: Any, tmp_path: Path) -> None:
    """Hash fast, and keep files out of the installation."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES_DIR = tmp_path / "files"
    settings.LIBRARY_INDEX_DIR = tmp_path / "index"
    settings.LIBRARY_WAKE = False


@pytest.fixture
def today() -> Iterator[date]:
    """2026-11-20 for everything that asks for now."""
    with pinned(NOON):
        yield TODAY


@pytest.fixture
def organs(db: None) -> dict[str, Organ]:
    """The practice district, by code of organ."""
    return district.build()


@pytest.fixture
def cast(organs: dict[str, Organ]) -> dict[str, Staff]:
    """The fixed cast by name: 王登记, 李承办, 赵科长, 钱法制, 孙主任, 督查员, 周编辑, 系统管理员, 外人."""
    return {person.name: Staff.objects.get(username=person.username) for person in district.CAST}


@pytest.fixture
def clerk(cast: dict[str, Staff]) -> Staff:
    return cast["王登记"]


@pytest.fixture
def handler(cast: dict[str, Staff]) -> Staff:
    return cast["李承办"]


@pytest.fixture
def head(cast: dict[str, Staff]) -> Staff:
    return cast["孙主任"]


@pytest.fixture
def outsider(cast: dict[str, Staff]) -> Staff:
    return cast["外人"]


@pytest.fixture
def signed_in() -> Callable[[Staff], Client]:
    """A browser of this person."""

    def sign_in(person: Staff) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


APPLICANT = Person(name="张建国", document_number="11010519491231002X", phone="13812345678", address="花园路1号")


@pytest.fixture
def open_case(clerk: Staff, organs: dict[str, Organ]) -> Callable[..., Case]:
    """Register a case of the district government, received on ``day`` over the counter."""

    def register(day: date = TODAY, *, title: str = "某街道征地补偿方案", **facts: Any) -> Case:
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
        application = Application(
            **{
                "channel": "in_person", "evidence": {"submitted_on": day}, "title": title,
                "description": f"申请公开：{title}。", "applicants": (APPLICANT,),
            } | facts
        )  # fmt: skip
        return desk.start(actor=clerk, at=moment, today=day, organ=organs["LC01"], application=application)

    return register


def set_triggers(verb: str) -> None:
    """Create or drop the triggers that keep tables append-only: emptying the tables needs them gone."""
    with connection.cursor() as cursor:
        for table in TABLES:
            statements = table.statements(connection.vendor)
            for create, drop in statements if verb == "create" else reversed(statements):
                cursor.execute(create if verb == "create" else drop)


@pytest.fixture
def _triggers_back(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        set_triggers("create")


@pytest.fixture
def real_db(_triggers_back: None, transactional_db: None) -> Iterator[None]:
    """A database with real transactions, for threads and browsers; emptied afterwards, triggers and all put back."""
    yield
    set_triggers("drop")
