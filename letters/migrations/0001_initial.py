import casework.personal
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_no', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('code', models.CharField(max_length=8, verbose_name='文书代码')),
                ('name', models.CharField(max_length=60, verbose_name='文书名称')),
                ('series', models.CharField(blank=True, max_length=20, verbose_name='编号种类')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('serial', models.PositiveIntegerField(null=True, verbose_name='流水号')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('outcome', models.CharField(blank=True, max_length=4, verbose_name='答复结果')),
                ('state', models.CharField(choices=[('issued', '已制发'), ('void', '已作废')], default='issued', max_length=6, verbose_name='状态')),
                ('issued_on', models.DateField(verbose_name='成文日期')),
                ('issued_at', models.DateTimeField(verbose_name='制发时间')),
                ('template_version', models.CharField(max_length=20, verbose_name='模板版本')),
                ('source', casework.personal.EncryptedTextField(verbose_name="来源数据")),
                ('source_sha256', models.CharField(max_length=64)),
                ('made_with', models.JSONField(default=dict, verbose_name='生成环境')),
                ('stored', models.CharField(max_length=80, unique=True)),
                ('sha256', models.CharField(max_length=64, verbose_name='文件校验值')),
                ('pages', models.PositiveSmallIntegerField(verbose_name='页数')),
                ('voided_at', models.DateTimeField(null=True, verbose_name='作废时间')),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='作废理由')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.case', verbose_name='办件')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制发人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='署名机关')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作废人')),
            ],
            options={
                'verbose_name': '文书',
                'verbose_name_plural': '文书',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('organ', 'series', 'year', 'serial'), name='letter_number_once')],
            },
        ),
    ]
