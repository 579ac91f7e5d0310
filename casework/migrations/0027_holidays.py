import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0026_facts_of_remedies'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='promised_on',
            field=models.DateField(blank=True, null=True, verbose_name='已告知申请人的期限'),
        ),
        migrations.CreateModel(
            name='HolidayNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('number', models.CharField(blank=True, max_length=120, verbose_name='文号')),
                ('issued_on', models.DateField(null=True, verbose_name='公布日期')),
                ('in_force_on', models.DateField(verbose_name='生效日期')),
                ('amends', models.BooleanField(default=False, verbose_name='调整原安排')),
                ('off', models.JSONField(default=list, verbose_name='放假')),
                ('makeup', models.JSONField(default=list, verbose_name='上班')),
                ('names', models.JSONField(default=dict, verbose_name='节日')),
                ('source', models.TextField(verbose_name='原文')),
                ('sha256', models.CharField(max_length=64, verbose_name='原文校验值')),
                ('imported_at', models.DateTimeField(verbose_name='导入时间')),
                ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
            ],
            options={
                'verbose_name': '放假安排',
                'verbose_name_plural': '放假安排',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CalendarImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('source', models.TextField(verbose_name='原文')),
                ('state', models.CharField(choices=[('reading', '正在核对办件'), ('ready', '待确认'), ('running', '正在重算'), ('done', '已完成'), ('failed', '未导入'), ('dropped', '已放弃')], default='reading', max_length=8, verbose_name='状态')),
                ('summary', models.JSONField(default=dict, verbose_name='预览')),
                ('fault', models.TextField(blank=True, verbose_name='未导入的原因')),
                ('calendar_before', models.CharField(blank=True, max_length=40, verbose_name='预览所依据的日历')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='共需处理')),
                ('moved', models.PositiveIntegerField(default=0, verbose_name='日期变动')),
                ('allow_shorten', models.BooleanField(default=False, verbose_name='同意早于已告知的期限')),
                ('asked_at', models.DateTimeField(verbose_name='提交时间')),
                ('beat_at', models.DateTimeField(verbose_name='最近进展')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='casework.holidaynotice')),
            ],
            options={
                'verbose_name': '日历导入',
                'verbose_name_plural': '日历导入',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_no', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('document', models.CharField(max_length=60, verbose_name='文书')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('told_on', models.DateField(verbose_name='告知日期')),
                ('until', models.DateField(verbose_name='已告知申请人的期限')),
                ('provisional', models.BooleanField(default=False, verbose_name='告知时为暂定')),
                ('basis', models.TextField(verbose_name='所依据的事实')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='casework.case', verbose_name='办件')),
            ],
            options={
                'verbose_name': '已告知的期限',
                'verbose_name_plural': '已告知的期限',
                'ordering': ['id'],
            },
        ),
    ]
