from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0049_ways_to_channels'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='incomingmail',
            index=models.Index(fields=['state'], name='casework_in_state_5529d5_idx'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.UniqueConstraint(condition=models.Q(('mail__isnull', False)), fields=('mail', 'kind', 'due_on'), name='deadline_once_per_mail'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('mail', None)), models.Q(('case', None), ('mail__isnull', False)), _connector='OR'), name='deadline_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(('addressed_to', None), ('addressed_name', ''), _connector='OR'), name='incoming_has_one_addressee', violation_error_message='区内机关和区外机关只填一项。'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['waiting', 'handed', 'refused']), _negated=True), ('addressed_to__isnull', False), ('addressed_name__gt', ''), _connector='OR'), name='incoming_misdirected_has_addressee', violation_error_message='请填写写给哪个机关。'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirming', 'closed']), _negated=True), models.Q(('addressed_name', ''), ('addressed_to', None)), _connector='OR'), name='incoming_own_has_no_addressee', violation_error_message='待确认的来件是写给本机关的。'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(('addressed_to', models.F('organ')), _negated=True), name='incoming_to_another_organ', violation_error_message='写给本机关的，登记为待确认来件。'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('state', 'registered')), models.Q(models.Q(('state', 'registered'), _negated=True), ('case', None)), _connector='OR'), name='incoming_registered_has_case', violation_error_message='已登记的来件应当有办件。'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('ending__gt', ''), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('ended_on', None), ('ending', '')), _connector='OR'), name='incoming_closed_says_why', violation_error_message='了结的来件应当写明原因和日期。'),
        ),
    ]
