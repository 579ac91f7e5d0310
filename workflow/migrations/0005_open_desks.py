from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0033_open_cases'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('workflow', '0004_usual_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('finished', None), ('flow_task_type', 'FUNCTION')), fields=['case', 'flow_task', 'due_on'], name='open_desks'),
        ),
    ]
