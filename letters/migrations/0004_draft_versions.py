import casework.personal
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0028_holiday_triggers'),
        ('letters', '0003_signed_hash'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_no', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('key', models.CharField(max_length=8, verbose_name='文书代码')),
                ('outcome', models.CharField(max_length=4, verbose_name='答复结果')),
                ('text', casework.personal.EncryptedTextField(verbose_name='正文')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case', verbose_name='办件')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
            ],
            options={
                'verbose_name': '拟稿版本',
                'verbose_name_plural': '拟稿版本',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('case', 'round_no', 'number'), name='draft_version_once')],
            },
        ),
    ]
