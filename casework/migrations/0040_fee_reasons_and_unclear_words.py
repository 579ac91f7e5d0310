from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0039_pending_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultation',
            name='interest',
            field=models.CharField(blank=True, max_length=60, verbose_name='可能涉及的权益'),
        ),
        migrations.AddField(
            model_name='correction',
            name='unclear',
            field=models.TextField(blank=True, verbose_name='不明确的内容'),
        ),
        migrations.AddField(
            model_name='feecharge',
            name='count_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='与系统计数不同的理由'),
        ),
        migrations.AddField(
            model_name='feecharge',
            name='late_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='逾期缴费的理由'),
        ),
    ]
