"""How misdirected mail came is told by the channels of the law."""

from django.db import migrations

WAYS = {'signed': 'mail_signed', 'ordinary': 'mail_ordinary', 'in_person': 'in_person'}


def to_channels(apps, schema_editor):
    rows = apps.get_model('casework', 'IncomingMail').objects
    for way, channel in WAYS.items():
        rows.filter(channel=way).update(channel=channel)


def to_ways(apps, schema_editor):
    """The ledger before had no place but for misdirected mail: what waits to be confirmed must be finished first."""
    rows = apps.get_model('casework', 'IncomingMail').objects
    if rows.filter(addressed_to=None, addressed_name='').exists():
        raise RuntimeError('还有待确认的来件，不能退回上一版的数据库结构。')
    apps.get_model('casework', 'Deadline').objects.filter(case=None).delete()
    for way, channel in WAYS.items():
        rows.filter(channel=channel).update(channel=way)


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0048_incoming_mail'),
    ]

    operations = [
        migrations.RunPython(to_channels, to_ways),
    ]
