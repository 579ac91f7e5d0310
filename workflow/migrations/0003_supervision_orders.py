import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0023_deadline_refused'),
        ('workflow', '0002_stages_and_wishes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='办理情况')),
                ('at', models.DateTimeField(verbose_name='回复时间')),
                ('late', models.BooleanField(default=False, verbose_name='逾期回复')),
                ('returned_reason', models.CharField(blank=True, max_length=500, verbose_name='退回理由')),
                ('returned_at', models.DateTimeField(null=True, verbose_name='退回时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回复人')),
            ],
            options={
                'verbose_name': '督办回复',
                'verbose_name_plural': '督办回复',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='OrderFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('stored', models.CharField(editable=False, max_length=80, unique=True)),
                ('media_type', models.CharField(max_length=100, verbose_name='内容类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='workflow.orderanswer', verbose_name='回复')),
            ],
            options={
                'verbose_name': '督办回复附件',
                'verbose_name_plural': '督办回复附件',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SupervisionOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('urge', '催办单'), ('order', '督办单'), ('rectify', '整改通知书'), ('advise', '工作建议书'), ('talk', '约谈提醒'), ('circular', '通报')], max_length=10, verbose_name='种类')),
                ('level', models.CharField(choices=[('plain', '一般'), ('yellow', '黄牌'), ('red', '红牌')], default='plain', max_length=6, verbose_name='级别')),
                ('state', models.CharField(choices=[('proposed', '待下达'), ('issued', '待签收'), ('signed', '待回复'), ('answered', '已回复待审核'), ('returned', '退回重报'), ('closed', '已办结'), ('dismissed', '不予采用')], max_length=10, verbose_name='状态')),
                ('findings', models.TextField(verbose_name='事由')),
                ('demands', models.TextField(verbose_name='要求')),
                ('answer_by', models.DateField(null=True, verbose_name='反馈期限')),
                ('rule', models.CharField(blank=True, max_length=20, verbose_name='提出规则')),
                ('rule_key', models.CharField(blank=True, max_length=60)),
                ('proposed_on', models.DateField(null=True, verbose_name='提出日期')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='下达时间')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='督办编号')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='签收时间')),
                ('rise', models.PositiveSmallIntegerField(default=0, verbose_name='升级次数')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('closing', models.CharField(blank=True, max_length=500, verbose_name='办结（不采用）意见')),
                ('stored', models.CharField(blank=True, editable=False, max_length=80)),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='文件校验值')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='casework.case')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='督办人')),
                ('issuer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='被督办机关')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.unit', verbose_name='被督办科室')),
            ],
            options={
                'verbose_name': '督办',
                'verbose_name_plural': '督办',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='orderanswer',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='workflow.supervisionorder', verbose_name='督办'),
        ),
        migrations.AddIndex(
            model_name='supervisionorder',
            index=models.Index(fields=['state', 'answer_by'], name='workflow_su_state_4a9f4d_idx'),
        ),
        migrations.AddIndex(
            model_name='supervisionorder',
            index=models.Index(fields=['organ', 'state'], name='workflow_su_organ_i_9447fe_idx'),
        ),
        migrations.AddIndex(
            model_name='supervisionorder',
            index=models.Index(fields=['unit', 'state'], name='workflow_su_unit_id_44054f_idx'),
        ),
        migrations.AddConstraint(
            model_name='supervisionorder',
            constraint=models.UniqueConstraint(condition=models.Q(('rule_key', ''), _negated=True), fields=('rule_key',), name='order_once_per_rule'),
        ),
    ]
