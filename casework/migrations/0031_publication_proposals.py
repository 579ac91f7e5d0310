import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0030_chase_assistance'),
    ]

    operations = [
        migrations.AddField(
            model_name='casefact',
            name='person',
            field=models.CharField(blank=True, db_index=True, max_length=32, verbose_name='第一申请人的索引'),
        ),
        migrations.CreateModel(
            name='PublicationProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, editable=False, max_length=32)),
                ('title', models.CharField(max_length=200, verbose_name='信息名称')),
                ('requests', models.PositiveIntegerField(verbose_name='提出时的申请件数')),
                ('applicants', models.PositiveIntegerField(verbose_name='提出时的申请人数')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('state', models.CharField(choices=[('proposed', '待审查'), ('accepted', '同意，待公开'), ('declined', '不予采纳'), ('published', '已公开')], default='proposed', max_length=10, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('reviewed_at', models.DateTimeField(null=True, verbose_name='审查时间')),
                ('opinion', models.CharField(blank=True, max_length=500, verbose_name='审查意见')),
                ('publish_by', models.DateField(null=True, verbose_name='公开期限')),
                ('published_on', models.DateField(null=True, verbose_name='公开日期')),
                ('column', models.CharField(blank=True, max_length=100, verbose_name='公开栏目')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='公开网址')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='机关')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审查人')),
            ],
            options={
                'verbose_name': '主动公开建议',
                'verbose_name_plural': '主动公开建议',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'declined'), _negated=True), fields=('organ', 'subject'), name='one_proposal_per_information', violation_error_message='该信息已经提出过主动公开建议。')],
            },
        ),
    ]
