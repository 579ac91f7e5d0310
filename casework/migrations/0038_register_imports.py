import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0037_service_about'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('content', models.BinaryField(default=b'', verbose_name='文件')),
                ('faults', models.BinaryField(default=b'', verbose_name='有误的行')),
                ('state', models.CharField(choices=[('trying', '正在试导入'), ('ready', '待确认'), ('running', '正在导入'), ('done', '已完成'), ('failed', '未导入'), ('dropped', '已放弃')], default='trying', max_length=8, verbose_name='状态')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='共有行数')),
                ('read', models.PositiveIntegerField(default=0, verbose_name='已读行数')),
                ('accepted', models.PositiveIntegerField(default=0, verbose_name='可导入或者已导入')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='有误')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='已有')),
                ('told', models.JSONField(default=dict, verbose_name='前若干处错误和提示')),
                ('fault', models.TextField(blank=True, verbose_name='未导入的原因')),
                ('runner', models.CharField(blank=True, max_length=36)),
                ('asked_at', models.DateTimeField(verbose_name='提交时间')),
                ('beat_at', models.DateTimeField(verbose_name='最近进展')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
            ],
            options={
                'verbose_name': '台账导入',
                'verbose_name_plural': '台账导入',
                'ordering': ['-id'],
            },
        ),
        migrations.RemoveIndex(
            model_name='casefact',
            name='casework_ca_receive_cc4528_idx',
        ),
        migrations.RemoveIndex(
            model_name='casefact',
            name='casework_ca_ended_o_9c1ca5_idx',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status__in', ['registered', 'examining', 'awaiting_correction', 'awaiting_payment', 'in_progress', 'consulting', 'in_review', 'awaiting_service'])), fields=['due_on', 'matter', 'organ'], name='open_by_due'),
        ),
        migrations.AddIndex(
            model_name='casefact',
            index=models.Index(fields=['received_on'], include=('organ', 'in_bucket', 'channel', 'category', 'topic', 'unit', 'street'), name='facts_by_receipt'),
        ),
        migrations.AddIndex(
            model_name='casefact',
            index=models.Index(fields=['ended_on'], include=('organ', 'out_bucket', 'channel', 'category', 'topic', 'unit', 'result', 'late', 'days', 'extended', 'corrected', 'consulted', 'reviewed', 'overturned'), name='facts_by_ending'),
        ),
        migrations.AddField(
            model_name='registerimport',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人'),
        ),
        migrations.AddField(
            model_name='registerimport',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='答复机关'),
        ),
    ]
