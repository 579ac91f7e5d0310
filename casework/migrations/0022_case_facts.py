import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0021_chain_seal'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaleMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bucket', models.BigIntegerField(verbose_name='月份和机关')),
            ],
            options={
                'verbose_name': '待合计的月份',
                'verbose_name_plural': '待合计的月份',
            },
        ),
        migrations.CreateModel(
            name='MonthTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=3, verbose_name='口径')),
                ('dimension', models.CharField(max_length=16, verbose_name='维度')),
                ('value', models.CharField(blank=True, max_length=64, verbose_name='取值')),
                ('month', models.PositiveIntegerField(verbose_name='月份')),
                ('organ_id', models.BigIntegerField(verbose_name='答复机关')),
                ('bucket', models.BigIntegerField(verbose_name='月份和机关')),
                ('number', models.PositiveIntegerField(verbose_name='件数')),
            ],
            options={
                'verbose_name': '月度合计',
                'verbose_name_plural': '月度合计',
                'indexes': [models.Index(fields=['bucket'], name='casework_mo_bucket_d296fc_idx')],
                'constraints': [models.UniqueConstraint(fields=('family', 'dimension', 'bucket', 'value'), name='one_total_per_value')],
            },
        ),
        migrations.CreateModel(
            name='CaseFact',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fact', serialize=False, to='casework.case', verbose_name='办件')),
                ('channel', models.CharField(max_length=20, verbose_name='申请渠道')),
                ('category', models.CharField(blank=True, max_length=16, verbose_name='第一申请人类别')),
                ('topic', models.CharField(blank=True, max_length=30, verbose_name='主题')),
                ('is_open', models.BooleanField(verbose_name='在办')),
                ('received_on', models.DateField(verbose_name='收到申请之日')),
                ('ended_on', models.DateField(null=True, verbose_name='首次办结日')),
                ('result', models.CharField(blank=True, max_length=4, verbose_name='首次办理结果')),
                ('late', models.BooleanField(null=True, verbose_name='逾期')),
                ('days', models.PositiveSmallIntegerField(null=True, verbose_name='收到至办结的工作日')),
                ('extended', models.BooleanField(default=False, verbose_name='已延期')),
                ('corrected', models.BooleanField(default=False, verbose_name='已补正告知')),
                ('consulted', models.BooleanField(default=False, verbose_name='已征求意见')),
                ('in_bucket', models.BigIntegerField(verbose_name='收到的月份和机关')),
                ('out_bucket', models.BigIntegerField(null=True, verbose_name='办结的月份和机关')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='答复机关')),
                ('street', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organ', verbose_name='街道')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.unit', verbose_name='承办科室')),
            ],
            options={
                'verbose_name': '统计事实',
                'verbose_name_plural': '统计事实',
                'indexes': [models.Index(fields=['in_bucket'], name='casework_ca_in_buck_9964ec_idx'), models.Index(fields=['out_bucket'], name='casework_ca_out_buc_8d4a01_idx'), models.Index(fields=['received_on'], name='casework_ca_receive_cc4528_idx'), models.Index(fields=['ended_on'], name='casework_ca_ended_o_9c1ca5_idx'), models.Index(condition=models.Q(('is_open', True)), fields=['received_on'], name='open_facts')],
            },
        ),
    ]
