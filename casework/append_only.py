"""Database triggers that let a table only grow, on SQLite and on PostgreSQL; migrations put them in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.migrations import RunPython


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """UPDATE and DELETE of ``table`` (and TRUNCATE on PostgreSQL) fail with ``refusal``."""

    table: str
    refusal: str

    def statements(self, vendor: str) -> list[tuple[str, str]]:
        """What makes each trigger and what undoes it, in the order they are made."""
        return {"sqlite": _sqlite, "postgresql": _postgresql}[vendor](self.table, self.refusal)

    def operation(self) -> RunPython:
        """The step of a migration that puts the triggers in place."""

        def create(apps: Any, schema_editor: Any) -> None:
            for statement, _ in self.statements(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

        def drop(apps: Any, schema_editor: Any) -> None:
            for _, statement in reversed(self.statements(schema_editor.connection.vendor)):
                schema_editor.execute(statement, params=None)

        return RunPython(create, drop)


def _sqlite(table: str, refusal: str) -> list[tuple[str, str]]:
    return [
        (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
            f"DROP TRIGGER {table}_no_{verb.lower()}",
        )
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql(table: str, refusal: str) -> list[tuple[str, str]]:
    return [
        (
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
            f"DROP FUNCTION {table}_append_only()",
        ),
        (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
            f"DROP TRIGGER {table}_append_only ON {table}",
        ),
        (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
            f"DROP TRIGGER {table}_no_truncate ON {table}",
        ),
    ]


HISTORY = AppendOnly("casework_caseevent", "办理记录只能追加，不能修改或者删除")
NOTICES = AppendOnly("casework_holidaynotice", "放假安排只能追加，不能修改或者删除")
TABLES = (HISTORY, NOTICES)
