"""Database triggers: the history is only ever appended to."""

from django.db import migrations

from casework.append_only import HISTORY


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [HISTORY.operation()]
