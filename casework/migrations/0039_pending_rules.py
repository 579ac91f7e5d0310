from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0038_register_imports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='librarydocument',
            name='force',
            field=models.CharField(choices=[('in_force', '现行有效'), ('pending', '尚未施行'), ('repealed', '已废止'), ('old_form', '旧规定下的文本'), ('reference', '供参考')], default='in_force', max_length=10, verbose_name='效力'),
        ),
    ]
