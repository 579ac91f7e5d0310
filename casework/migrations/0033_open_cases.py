from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0032_new_replies'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status__in', ['registered', 'examining', 'awaiting_correction', 'awaiting_payment', 'in_progress', 'consulting', 'in_review', 'awaiting_service'])), fields=['id', 'unit', 'organ', 'clock_state', 'status', 'due_on', 'warn_on'], name='open_cases'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(condition=models.Q(('way__in', ['transfer', 'decision']), ('state', 'declined'), _connector='OR'), fields=['case'], name='handovers_on_and_back'),
        ),
    ]
