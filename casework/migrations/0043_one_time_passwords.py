from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0042_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='staff',
            name='must_change_password',
            field=models.BooleanField(default=False, verbose_name='登录后须先修改密码'),
        ),
    ]
