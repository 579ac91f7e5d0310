from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0002_verification_and_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='unsigned_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='签名前的校验值'),
        ),
    ]
