"""One ledger of what came in: the misdirected ones, and those that wait for the confirmation with the applicant."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casework.personal

class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0047_practice_clock'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='misdirectedmail', name='misdirected_has_one_addressee'),
        migrations.RemoveConstraint(model_name='misdirectedmail', name='misdirected_to_another_organ'),
        migrations.RemoveConstraint(model_name='misdirectedmail', name='misdirected_registered_has_case'),
        migrations.RenameModel('MisdirectedMail', 'IncomingMail'),
        migrations.AlterModelOptions(
            name='incomingmail',
            options={'ordering': ['-arrived_on', '-id'], 'verbose_name': '来件', 'verbose_name_plural': '来件'},
        ),
        migrations.RenameField('IncomingMail', 'way', 'channel'),
        migrations.CreateModel(
            name='ContactAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_on', models.DateField(verbose_name='联系日期')),
                ('made_time', models.TimeField(blank=True, null=True, verbose_name='联系时刻')),
                ('made_by', models.CharField(max_length=30, verbose_name='联系人')),
                ('way', models.CharField(choices=[('phone', '电话'), ('sms', '短信'), ('email', '电子邮件'), ('post', '信函'), ('in_person', '当面、上门')], max_length=10, verbose_name='联系方式')),
                ('outcome', models.CharField(choices=[('confirmed', '已确认'), ('pending', '已联系，待其确认'), ('unanswered', '未联系上'), ('no_contact', '没有可用的联系方式')], max_length=10, verbose_name='结果')),
                ('note', casework.personal.EncryptedTextField(blank=True, verbose_name='情况')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
            ],
            options={
                'verbose_name': '联系记录',
                'verbose_name_plural': '联系记录',
                'ordering': ['made_on', 'made_time', 'id'],
            },
        ),
        migrations.AddField(
            model_name='deadline',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='casework.incomingmail', verbose_name='来件'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='arrived_time',
            field=models.TimeField(blank=True, null=True, verbose_name='送到时刻'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='confirmed_on',
            field=models.DateField(blank=True, null=True, verbose_name='与申请人确认日期'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='contact',
            field=casework.personal.EncryptedTextField(blank=True, verbose_name='联系方式'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='enclosed',
            field=models.CharField(blank=True, max_length=200, verbose_name='所附材料'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='ended_on',
            field=models.DateField(blank=True, null=True, verbose_name='了结日期'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='ending',
            field=models.CharField(blank=True, choices=[('withdrawn', '申请人不再申请'), ('not_request', '不是政府信息公开申请'), ('unanswered', '始终联系不上'), ('elsewhere', '已另行登记，或者录入有误')], max_length=12, verbose_name='了结原因'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='ending_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='了结说明'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='reference',
            field=models.CharField(blank=True, max_length=100, verbose_name='来件标识'),
        ),
        migrations.AlterField(
            model_name='deadline',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='casework.case', verbose_name='办件'),
        ),
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('reply_soon', '答复临期'), ('reply', '答复期限'), ('correction', '补正期限'), ('payment', '缴费期限'), ('opinion', '征求意见期限'), ('stage', '环节时限'), ('assist', '协办反馈期限'), ('remedy_soon', '复议诉讼答复临期'), ('remedy', '复议诉讼答复期限'), ('order_soon', '重新答复临期'), ('order', '重新答复期限'), ('filing_soon', '答复备案临期'), ('filing', '答复备案期限'), ('confirm', '来件确认期限')], max_length=12, verbose_name='种类'),
        ),
        migrations.AlterField(
            model_name='incomingmail',
            name='arrived_on',
            field=models.DateField(verbose_name='送到日期'),
        ),
        migrations.AlterField(
            model_name='incomingmail',
            name='case',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='casework.case', verbose_name='办件'),
        ),
        migrations.AlterField(
            model_name='incomingmail',
            name='channel',
            field=models.CharField(choices=[('in_person', '当面提交'), ('mail_signed', '邮寄（挂号信、特快专递等签收）'), ('mail_ordinary', '平常信函（无需签收）'), ('mail_misdirected', '寄给其他机构或者个人'), ('portal', '互联网渠道'), ('email', '电子邮箱'), ('fax', '传真'), ('oral', '口头申请（书面确有困难）'), ('forwarded', '信访或者其他内设机构转来'), ('other', '其他公布的渠道')], max_length=20, verbose_name='来件方式'),
        ),
        migrations.AlterField(
            model_name='incomingmail',
            name='sender',
            field=casework.personal.EncryptedTextField(blank=True, verbose_name='寄件人'),
        ),
        migrations.AlterField(
            model_name='incomingmail',
            name='state',
            field=models.CharField(choices=[('confirming', '待确认'), ('waiting', '待移交'), ('handed', '已移交'), ('registered', '已登记'), ('refused', '已退回'), ('closed', '已了结')], max_length=10, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.incomingmail', verbose_name='来件'),
        ),
        migrations.AddField(
            model_name='contactattempt',
            name='mail',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='casework.incomingmail', verbose_name='来件'),
        ),
        migrations.AddField(
            model_name='contactattempt',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人'),
        ),
    ]
