import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0041_recipients_and_agents'),
        ('workflow', '0005_open_desks'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.misdirectedmail', verbose_name='误投件'),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.CreateModel(
                name='NoticeWishes',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('working_days_only', models.BooleanField(default=True, verbose_name='只在工作日提醒')),
                    ('quiet_from', models.TimeField(default=datetime.time(18, 0), verbose_name='防打扰时段自')),
                    ('quiet_to', models.TimeField(default=datetime.time(8, 30), verbose_name='防打扰时段至')),
                    ('digest', models.BooleanField(default=True, verbose_name='每个工作日发送一次待办摘要')),
                    ('digest_at', models.TimeField(default=datetime.time(9, 0), verbose_name='摘要时间')),
                    ('by_email', models.BooleanField(default=False, verbose_name='摘要同时发送到我的电子邮箱')),
                    ('digested_on', models.DateField(editable=False, null=True)),
                    ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
                ],
                options={
                    'verbose_name': '通知偏好',
                    'verbose_name_plural': '通知偏好',
                    'db_table': 'workflow_noticewishes',
                },
            ),
        ]),
    ]
