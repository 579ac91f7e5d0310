"""转办、协办、会商、说明理由、复议诉讼 and what else lies beside the straight road."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0023_deadline_refused'),
    ]

    operations = [
        migrations.AddField(
            model_name='artdelay',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='决定日'),
        ),
        migrations.AddField(
            model_name='case',
            name='first_closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='首次办结日'),
        ),
        migrations.AddField(
            model_name='case',
            name='first_outcome',
            field=models.CharField(blank=True, max_length=4, verbose_name='首次答复结果'),
        ),
        migrations.AddField(
            model_name='case',
            name='hard_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='疑难复杂的原因'),
        ),
        migrations.AddField(
            model_name='case',
            name='matter',
            field=models.CharField(choices=[('disclosure', '政府信息公开申请'), ('record_correction', '更正与自身相关的政府信息（第四十一条）')], default='disclosure', max_length=20, verbose_name='申请性质'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='disclose_after',
            field=models.DateField(blank=True, null=True, verbose_name='告知后不早于该日提供'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='overridden_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='overridden_on',
            field=models.DateField(blank=True, null=True, verbose_name='决定公开日'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='override_reason',
            field=models.TextField(blank=True, verbose_name='决定公开的理由'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='party_told_on',
            field=models.DateField(blank=True, null=True, verbose_name='书面告知第三方日'),
        ),
        migrations.AddField(
            model_name='correction',
            name='good_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='逾期补正的正当理由'),
        ),
        migrations.AddField(
            model_name='correction',
            name='prolonged_to',
            field=models.DateField(blank=True, null=True, verbose_name='补正期限延至'),
        ),
        migrations.AlterField(
            model_name='artdelay',
            name='notified_on',
            field=models.DateField(blank=True, null=True, verbose_name='告知申请人日'),
        ),
        migrations.AlterField(
            model_name='consultation',
            name='kind',
            field=models.CharField(choices=[('third_party', '第三方'), ('co_issuer', '共同制作机关'), ('organ', '其他机关'), ('determine', '主管部门（报请确定）')], max_length=12, verbose_name='征求对象'),
        ),
        migrations.CreateModel(
            name='Guidance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('text', models.TextField(verbose_name='指导意见')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='casework.case', verbose_name='办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '指导意见',
                'verbose_name_plural': '指导意见',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('held_on', models.DateField(verbose_name='会商日期')),
                ('participants', models.CharField(max_length=300, verbose_name='参加单位和人员')),
                ('minutes', models.TextField(verbose_name='会商纪要')),
                ('opinion', models.TextField(blank=True, verbose_name='一致意见')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='casework.case', verbose_name='办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '会商',
                'verbose_name_plural': '会商',
                'ordering': ['held_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReasonRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_no', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('count', models.PositiveIntegerField(verbose_name='申请件数')),
                ('period', models.CharField(max_length=60, verbose_name='统计期间')),
                ('evidence', models.TextField(verbose_name='数量、频次明显超过合理范围的情况')),
                ('period_wd', models.PositiveSmallIntegerField(verbose_name='说明理由的期限（工作日）')),
                ('sent_on', models.DateField(verbose_name='说明理由告知书发出日')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='申请人收到日')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='收到说明之日')),
                ('answer', models.TextField(blank=True, verbose_name='申请人说明的理由')),
                ('reasonable', models.BooleanField(blank=True, null=True, verbose_name='理由合理')),
                ('assessment', models.TextField(blank=True, verbose_name='认定意见')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='casework.case', verbose_name='办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '说明理由',
                'verbose_name_plural': '说明理由',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('talked_on', models.DateField(verbose_name='沟通日期')),
                ('way', models.CharField(choices=[('phone', '电话'), ('visit', '当面'), ('message', '短信、邮件')], max_length=10, verbose_name='方式')),
                ('person', models.CharField(blank=True, max_length=30, verbose_name='沟通对象')),
                ('content', models.TextField(verbose_name='沟通内容')),
                ('result', models.CharField(choices=[('explained', '已解释说明'), ('helped', '已提供阅读、视听帮助（第四十三条）'), ('satisfied', '申请人满意'), ('resolved', '诉求已化解'), ('unresolved', '仍有异议')], max_length=12, verbose_name='结果')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='casework.case', verbose_name='办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '沟通记录',
                'verbose_name_plural': '沟通记录',
                'ordering': ['talked_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Assistance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('subject', models.TextField(verbose_name='协办事项')),
                ('due_on', models.DateField(verbose_name='反馈期限')),
                ('answer', models.TextField(blank=True, verbose_name='反馈意见')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='反馈日')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='反馈人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='casework.case', verbose_name='办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assistances', to='casework.unit', verbose_name='协办单位')),
            ],
            options={
                'verbose_name': '协办',
                'verbose_name_plural': '协办',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_on', None)), fields=('case', 'unit'), name='one_open_assistance_per_unit', violation_error_message='该单位尚有未反馈的协办事项')],
            },
        ),
        migrations.CreateModel(
            name='CaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('kind', models.CharField(choices=[('split', '一事一申请拆分'), ('repeat', '重复申请'), ('same_matter', '相同事项'), ('follow_up', '后续申请')], max_length=12, verbose_name='关系')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='casework.case', verbose_name='办件')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_from', to='casework.case', verbose_name='关联的办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '关联办件',
                'verbose_name_plural': '关联办件',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('case', 'other', 'kind'), name='link_once', violation_error_message='两个办件已经关联'), models.CheckConstraint(condition=models.Q(('case', models.F('other')), _negated=True), name='link_between_two', violation_error_message='办件不能与自己关联')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_no', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('way', models.CharField(choices=[('assign', '交办'), ('transfer', '转办'), ('decision', '裁定')], max_length=10, verbose_name='方式')),
                ('state', models.CharField(choices=[('offered', '待签收'), ('signed', '已签收'), ('declined', '已退回')], default='offered', max_length=10, verbose_name='状态')),
                ('reason', models.TextField(blank=True, verbose_name='理由或者办理要求')),
                ('sent_at', models.DateTimeField(verbose_name='移出时间')),
                ('answer_by', models.DateField(verbose_name='签收或者退回的期限')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='签收（退回）时间')),
                ('declined_reason', models.TextField(blank=True, verbose_name='退回理由')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='离开时间')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收（退回）人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='casework.case', verbose_name='办件')),
                ('from_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.unit', verbose_name='移出科室')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移出人')),
                ('to_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='casework.unit', verbose_name='接收科室')),
            ],
            options={
                'verbose_name': '交办转办',
                'verbose_name_plural': '交办转办',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='one_unit_holds_the_case')],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_no', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                ('kind', models.CharField(choices=[('reconsideration', '行政复议'), ('suit_direct', '行政诉讼（未经复议直接起诉）'), ('suit_after', '行政诉讼（复议后起诉）')], max_length=16, verbose_name='种类')),
                ('against_silence', models.BooleanField(default=False, verbose_name='针对逾期未答复')),
                ('body', models.CharField(max_length=100, verbose_name='复议机关、法院')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='案号')),
                ('procedure', models.CharField(choices=[('ordinary', '普通程序'), ('simplified', '简易程序')], default='ordinary', max_length=10, verbose_name='程序')),
                ('received_on', models.DateField(verbose_name='收到申请书（起诉状）副本之日')),
                ('answer_by', models.DateField(verbose_name='答复举证期限')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='提交答复举证之日')),
                ('ruling', models.CharField(blank=True, choices=[('uphold', '维持（驳回诉讼请求）'), ('revoke', '撤销'), ('change', '变更'), ('unlawful', '确认违法'), ('invalid', '确认无效'), ('perform', '责令（判决）限期履行'), ('reject', '驳回申请（起诉）'), ('not_accepted', '不予受理'), ('terminated', '终止'), ('withdrawn', '撤回（撤诉）')], max_length=12, verbose_name='处理结果')),
                ('result', models.CharField(blank=True, choices=[('upheld', '结果维持'), ('corrected', '结果纠正'), ('other', '其他结果')], max_length=10, verbose_name='年报分类')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='作出决定（裁判）之日')),
                ('decision_received_on', models.DateField(blank=True, null=True, verbose_name='收到决定书（裁判文书）之日')),
                ('orders_new_reply', models.BooleanField(default=False, verbose_name='责令重新答复')),
                ('new_reply_by', models.DateField(blank=True, null=True, verbose_name='重新答复的期限')),
                ('opened_round', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='重新答复的轮次')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='casework.case', verbose_name='办件')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '复议诉讼',
                'verbose_name_plural': '复议诉讼',
                'ordering': ['received_on', 'id'],
                'indexes': [models.Index(fields=['kind', 'decided_on'], name='casework_re_kind_e14c34_idx')],
            },
        ),
    ]
