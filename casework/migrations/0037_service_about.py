from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0036_record_outcomes'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='about',
            field=models.PositiveIntegerField(null=True, verbose_name='所涉事项'),
        ),
    ]
