"""The head of every chain carries a keyed seal; heads written before are sealed as they stand."""

from django.db import migrations, models

from casework.acts.record import seal


def seal_heads(apps, schema_editor):
    streams = apps.get_model("casework", "EventStream").objects
    for stream in streams.iterator(chunk_size=1000):
        sealed = seal(stream.key, stream.last_seq, stream.last_hash)
        streams.filter(pk=stream.key).update(seal=sealed)


class Migration(migrations.Migration):
    dependencies = [("casework", "0020_statistics")]
    operations = [
        migrations.AddField("eventstream", "seal", models.CharField(default="", max_length=64)),
        migrations.RunPython(seal_heads, migrations.RunPython.noop),
    ]
