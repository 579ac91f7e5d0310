import casework.personal
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0033_open_cases'),
    ]

    operations = [
        migrations.CreateModel(
            name='MisdirectedMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('addressed_name', models.CharField(blank=True, max_length=100, verbose_name='写给的区外机关')),
                ('sender', casework.personal.EncryptedTextField(verbose_name='寄件人')),
                ('title', models.CharField(max_length=200, verbose_name='件的内容')),
                ('way', models.CharField(choices=[('signed', '挂号信、特快专递'), ('ordinary', '平常信函'), ('in_person', '当面递交')], max_length=10, verbose_name='来件方式')),
                ('arrived_on', models.DateField(verbose_name='最初签收日期')),
                ('state', models.CharField(choices=[('waiting', '待移交'), ('handed', '已移交'), ('registered', '已登记'), ('refused', '已退回')], default='waiting', max_length=10, verbose_name='状态')),
                ('handed_over_on', models.DateField(blank=True, null=True, verbose_name='移交日期')),
                ('hand_over_way', models.CharField(blank=True, choices=[('messenger', '专人送交'), ('exchange', '机要（公文）交换'), ('post', '邮寄')], max_length=10, verbose_name='移交方式')),
                ('receiver', models.CharField(blank=True, max_length=30, verbose_name='对方签收人')),
                ('refusal', models.CharField(blank=True, max_length=300, verbose_name='退回理由')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('addressed_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='写给的机关')),
                ('case', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='misdirected', to='casework.case', verbose_name='办件')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='收件机关')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '误投件',
                'verbose_name_plural': '误投件',
                'ordering': ['-arrived_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('addressed_name__gt', ''), ('addressed_to', None)), models.Q(('addressed_name', ''), ('addressed_to__isnull', False)), _connector='OR'), name='misdirected_has_one_addressee', violation_error_message='请填写写给哪个机关，区内机关和区外机关只填一项。'), models.CheckConstraint(condition=models.Q(('addressed_to', models.F('organ')), _negated=True), name='misdirected_to_another_organ', violation_error_message='写给本机关的申请请直接登记。'), models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('state', 'registered')), models.Q(models.Q(('state', 'registered'), _negated=True), ('case', None)), _connector='OR'), name='misdirected_registered_has_case', violation_error_message='已登记的误投件应当有办件。')],
            },
        ),
    ]
