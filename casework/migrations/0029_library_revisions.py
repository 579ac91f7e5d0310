import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0028_holiday_triggers'),
    ]

    operations = [
        migrations.AddField(
            model_name='libraryentry',
            name='slot',
            field=models.CharField(blank=True, choices=[('ground', '认定的事实和理由'), ('separation_reason', '不能区分处理的理由'), ('separation_note', '区分处理说明'), ('public_interest', '公共利益衡量'), ('interest', '涉及的权益'), ('channels', '反映渠道'), ('sources', '获取途径')], max_length=20, verbose_name='在文书中的位置'),
        ),
        migrations.CreateModel(
            name='EntryRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(verbose_name='原内容')),
                ('after', models.JSONField(verbose_name='新内容')),
                ('state', models.CharField(choices=[('review', '待复核'), ('published', '已发布'), ('returned', '已退回')], default='review', max_length=10, verbose_name='状态')),
                ('edited_at', models.DateTimeField(verbose_name='编辑时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='复核时间')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='casework.libraryentry', verbose_name='条目')),
            ],
            options={
                'verbose_name': '条目修订',
                'verbose_name_plural': '条目修订',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'review')), fields=('entry',), name='one_open_revision', violation_error_message='该条目已有待复核的修订')],
            },
        ),
    ]
