"""What a reconsideration or suit is directed against, and what its decision orders; limits that run on closed files."""

from typing import Any

from django.db import migrations, models

AGAINST = [("reply", "答复"), ("silence", "逾期未答复"), ("step", "补正、延期、收费等程序性行为")]
UNITS = [("wd", "工作日"), ("days", "日（自然日）")]
KINDS = [
    ("reply_soon", "答复临期"), ("reply", "答复期限"), ("correction", "补正期限"), ("payment", "缴费期限"),
    ("opinion", "征求意见期限"), ("stage", "环节时限"), ("assist", "协办反馈期限"), ("remedy_soon", "复议诉讼答复临期"),
    ("remedy", "复议诉讼答复期限"), ("order_soon", "重新答复临期"), ("order", "重新答复期限"),
]  # fmt: skip


def say_against_what(apps: Any, schema_editor: Any) -> None:
    apps.get_model("casework", "Remedy").objects.filter(against_silence=True).update(against="silence")


def _add(name: str, field: Any) -> migrations.AddField:
    return migrations.AddField("remedy", name, field)


class Migration(migrations.Migration):
    dependencies = [("casework", "0031_publication_proposals")]

    operations = [
        _add("against", models.CharField("针对", max_length=8, choices=AGAINST, default="reply")),
        migrations.RunPython(say_against_what, migrations.RunPython.noop),
        migrations.RemoveField("remedy", "against_silence"),
        _add("decision_number", models.CharField("决定书（裁判文书）文号", max_length=60, blank=True)),
        _add("new_reply_days", models.PositiveSmallIntegerField("重新答复的天数", null=True, blank=True)),
        _add("new_reply_unit", models.CharField("天数的计算", max_length=4, choices=UNITS, default="wd")),
        _add("procedural", models.BooleanField("以违反法定程序为由", default=False)),
        migrations.AlterField("deadline", "kind", models.CharField("种类", max_length=12, choices=KINDS)),
        migrations.AddIndex(
            "remedy",
            models.Index(fields=["answered_on", "answer_by"], name="casework_re_answere_a433e9_idx"),
        ),
    ]
