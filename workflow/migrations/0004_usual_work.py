from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0003_supervision_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='UsualWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.CharField(max_length=30, unique=True, verbose_name='环节')),
                ('sample', models.PositiveIntegerField(verbose_name='件数')),
                ('median_wd', models.PositiveSmallIntegerField(verbose_name='中位数（工作日）')),
                ('measured_on', models.DateField(verbose_name='统计日')),
            ],
            options={
                'verbose_name': '通常用时',
                'verbose_name_plural': '通常用时',
            },
        ),
    ]
