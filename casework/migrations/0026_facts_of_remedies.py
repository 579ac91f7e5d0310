from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0025_first_results_and_holders'),
    ]

    operations = [
        migrations.AddField(
            model_name='casefact',
            name='overturned',
            field=models.BooleanField(default=False, verbose_name='复议诉讼结果纠正'),
        ),
        migrations.AddField(
            model_name='casefact',
            name='reviewed',
            field=models.BooleanField(default=False, verbose_name='复议诉讼已有结果'),
        ),
        migrations.AddField(
            model_name='casefact',
            name='subject',
            field=models.CharField(blank=True, db_index=True, max_length=32, verbose_name='申请事项的指纹'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['first_closed_on'], name='casework_ca_first_c_cc0ad3_idx'),
        ),
    ]
