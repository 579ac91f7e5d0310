"""Database triggers: imported holiday notices are only ever appended, on SQLite and on PostgreSQL."""

from django.db import migrations

TABLE = "casework_holidaynotice"
REFUSAL = "放假安排只能追加，不能修改或者删除"

SQLITE = [
    (
        f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f"DROP TRIGGER {TABLE}_no_{verb.lower()}",
    )
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    (
        f"CREATE FUNCTION {TABLE}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"DROP FUNCTION {TABLE}_append_only()",
    ),
    (
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_append_only()",
        f"DROP TRIGGER {TABLE}_append_only ON {TABLE}",
    ),
    (
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_append_only()",
        f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}",
    ),
]


def _statements(schema_editor):
    return {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]


def create(apps, schema_editor):
    for statement, _ in _statements(schema_editor):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for _, statement in reversed(_statements(schema_editor)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0027_holidays")]
    operations = [migrations.RunPython(create, drop)]
