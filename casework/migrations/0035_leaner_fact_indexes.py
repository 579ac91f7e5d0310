import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0034_misdirected_mail'),
    ]

    operations = [
        migrations.AlterField(
            model_name='casefact',
            name='organ',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='答复机关'),
        ),
        migrations.AlterField(
            model_name='casefact',
            name='person',
            field=models.CharField(blank=True, max_length=32, verbose_name='第一申请人的索引'),
        ),
        migrations.AlterField(
            model_name='casefact',
            name='street',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='街道'),
        ),
        migrations.AlterField(
            model_name='casefact',
            name='subject',
            field=models.CharField(blank=True, max_length=32, verbose_name='申请事项的指纹'),
        ),
        migrations.AlterField(
            model_name='casefact',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.unit', verbose_name='承办科室'),
        ),
        migrations.AddIndex(
            model_name='casefact',
            index=models.Index(fields=['person'], name='casework_ca_person_b3a067_idx'),
        ),
        migrations.AddIndex(
            model_name='casefact',
            index=models.Index(fields=['subject'], name='casework_ca_subject_316fc8_idx'),
        ),
    ]
