import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='about',
            field=models.PositiveBigIntegerField(null=True, verbose_name='所涉登记'),
        ),
        migrations.AddField(
            model_name='letter',
            name='corrects',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='letters.letter', verbose_name='所更正的文书'),
        ),
        migrations.AddField(
            model_name='letter',
            name='verify_code',
            field=models.CharField(max_length=16, null=True, unique=True, verbose_name='核验码'),
        ),
    ]
