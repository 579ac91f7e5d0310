"""Cases closed before keep that result as their first; open cases on a unit's desk are signed for by that unit."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F


def fill(apps: Any, schema_editor: Any) -> None:
    case_model = apps.get_model("casework", "Case")
    handover = apps.get_model("casework", "Handover")
    case_model.objects.exclude(closed_on=None).update(first_closed_on=F("closed_on"), first_outcome=F("outcome"))
    held = case_model.objects.filter(closed_on=None).exclude(unit=None)
    handover.objects.bulk_create(
        (
            handover(
                case=case, round_no=case.round_no, way="assign", state="signed", to_unit_id=case.unit_id,
                sent_by_id=case.registered_by_id, sent_at=case.registered_at, answer_by=case.registered_at.date(),
                answered_by_id=case.handler_id or case.registered_by_id, answered_at=case.registered_at,
            )
            for case in held.iterator(chunk_size=500)
        ),
        batch_size=500,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0024_paths_of_the_law")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
