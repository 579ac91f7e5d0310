import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0010_library'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('row', models.CharField(max_length=20, verbose_name='行')),
                ('column', models.CharField(max_length=20, verbose_name='列')),
                ('value', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='数字')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('entered_at', models.DateTimeField(verbose_name='填报时间')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annual_figures', to='casework.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '年报填报数',
                'verbose_name_plural': '年报填报数',
                'ordering': ['organ', 'year', 'row', 'column'],
                'constraints': [models.UniqueConstraint(fields=('organ', 'year', 'row', 'column'), name='one_figure_per_cell'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='figure_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=20, verbose_name='范围')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('content', models.JSONField(verbose_name='内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验值')),
                ('frozen_at', models.DateTimeField(verbose_name='定稿时间')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定稿人')),
            ],
            options={
                'verbose_name': '已公布的年度报告',
                'verbose_name_plural': '已公布的年度报告',
                'ordering': ['-year', 'scope'],
                'constraints': [models.UniqueConstraint(fields=('scope', 'year'), name='one_report_per_year')],
            },
        ),
    ]
