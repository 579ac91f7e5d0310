from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0043_one_time_passwords'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='organ',
            name='website',
        ),
    ]
