
import casework.personal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0040_fee_reasons_and_unclear_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='agent',
            name='address',
            field=casework.personal.EncryptedTextField(blank=True, verbose_name='代理人通信地址'),
        ),
        migrations.AddField(
            model_name='agent',
            name='postcode',
            field=models.CharField(blank=True, max_length=6, verbose_name='邮编'),
        ),
        migrations.AddField(
            model_name='agent',
            name='scope',
            field=models.CharField(blank=True, max_length=60, verbose_name='委托权限'),
        ),
        migrations.AddField(
            model_name='case',
            name='recipient',
            field=models.CharField(choices=[('applicant', '申请人（多人的，分别送达）'), ('representative', '代表人（第一申请人）代收'), ('agent', '代理人代收')], default='applicant', max_length=14, verbose_name='文书送达'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='kind',
            field=models.CharField(choices=[('application', '申请材料'), ('identity', '身份证明'), ('authority', '授权委托书'), ('envelope', '信封及邮戳'), ('correction', '补正材料'), ('opinion', '征求意见材料'), ('information', '拟提供的信息'), ('proof', '送达凭证'), ('other', '其他')], default='application', max_length=12, verbose_name='材料种类'),
        ),
    ]
