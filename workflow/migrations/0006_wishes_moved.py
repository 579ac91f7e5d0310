from django.db import migrations


class Migration(migrations.Migration):
    """The wishes for notices belong to casework from here on; the table stays."""

    dependencies = [
        ('casework', '0042_notices'),
        ('workflow', '0005_open_desks'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='NoticeWishes')]),
    ]
