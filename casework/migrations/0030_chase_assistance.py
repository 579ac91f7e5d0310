from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0029_library_revisions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('reply_soon', '答复临期'), ('reply', '答复期限'), ('correction', '补正期限'), ('payment', '缴费期限'), ('opinion', '征求意见期限'), ('stage', '环节时限'), ('assist', '协办反馈期限')], max_length=12, verbose_name='种类'),
        ),
    ]
