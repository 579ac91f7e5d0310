from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0022_case_facts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='state',
            field=models.CharField(choices=[('waiting', '等待'), ('firing', '处理中'), ('fired', '已处理'), ('refused', '待补事实'), ('cancelled', '已取消')], default='waiting', max_length=10, verbose_name='状态'),
        ),
    ]
