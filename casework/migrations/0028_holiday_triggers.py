"""Database triggers: imported holiday notices are only ever appended."""

from django.db import migrations

from casework.append_only import NOTICES


class Migration(migrations.Migration):
    dependencies = [("casework", "0027_holidays")]
    operations = [NOTICES.operation()]
