import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0008_self_service'),
        ('surveys', '0003_field_ends_at_close'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChasingNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written at')),
                ('text', models.TextField(max_length=2000, verbose_name='note')),
                ('next_action', models.CharField(blank=True, max_length=160, verbose_name='next action')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='on')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wave', models.CharField(choices=[('notification', 'Announcement'), ('invitation', 'Invitation'), ('reminder_1', 'First reminder'), ('reminder_2', 'Second reminder'), ('reminder_3', 'Third reminder'), ('last_call', 'Last call'), ('receipt', 'Receipt'), ('thanks', 'Thank you'), ('benchmark', 'Results are ready'), ('link', 'New link')], max_length=12, unique=True, verbose_name='message')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('subject_es', models.CharField(blank=True, max_length=200, null=True, verbose_name='subject')),
                ('subject_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='subject')),
                ('body', models.TextField(blank=True, max_length=10000, verbose_name='text')),
                ('body_es', models.TextField(blank=True, max_length=10000, null=True, verbose_name='text')),
                ('body_en', models.TextField(blank=True, max_length=10000, null=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'text of a message',
                'verbose_name_plural': 'texts of the messages',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ScheduledWave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wave', models.CharField(choices=[('notification', 'Announcement'), ('invitation', 'Invitation'), ('reminder_1', 'First reminder'), ('reminder_2', 'Second reminder'), ('reminder_3', 'Third reminder'), ('last_call', 'Last call'), ('receipt', 'Receipt'), ('thanks', 'Thank you'), ('benchmark', 'Results are ready'), ('link', 'New link')], max_length=12, verbose_name='message')),
                ('at', models.DateTimeField(verbose_name='goes out at')),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='queued at')),
                ('queued', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='messages queued')),
                ('refusal', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why not')),
            ],
            options={
                'verbose_name': 'scheduled message',
                'verbose_name_plural': 'scheduled messages',
                'ordering': ['campaign', 'at'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='message_once',
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='sent_message_has_its_time',
        ),
        migrations.AddField(
            model_name='campaign',
            name='closes_itself',
            field=models.BooleanField(default=True, help_text='At the closing time the edition is closed and its results are counted.', verbose_name='close by itself'),
        ),
        migrations.AddField(
            model_name='message',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='attempts'),
        ),
        migrations.AddField(
            model_name='message',
            name='bounced_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='came back at'),
        ),
        migrations.AddField(
            model_name='message',
            name='occasion',
            field=models.CharField(blank=True, default='', help_text='Tells apart messages that may be sent more than once, such as a new link.', max_length=40, verbose_name='occasion'),
        ),
        migrations.AddField(
            model_name='message',
            name='retry_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='next attempt at'),
        ),
        migrations.AddField(
            model_name='unit',
            name='extended_until',
            field=models.DateTimeField(blank=True, help_text='A later due date for this company alone; the closing date stays.', null=True, verbose_name='extended until'),
        ),
        migrations.AddField(
            model_name='unit',
            name='headcount',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='people at launch'),
        ),
        migrations.AddField(
            model_name='unit',
            name='refused_on',
            field=models.DateField(blank=True, null=True, verbose_name='refused on'),
        ),
        migrations.AddField(
            model_name='unit',
            name='stratum',
            field=models.CharField(blank=True, choices=[('company', 'Company'), ('self_employed', 'Self-employed'), ('university', 'University'), ('vocational_centre', 'Vocational training centre'), ('technology_centre', 'Technology centre'), ('public_body', 'Public body'), ('association', 'Association'), ('foundation', 'Foundation'), ('other', 'Other')], default='', max_length=20, verbose_name='kind at launch'),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('skipped', 'Not needed any more'), ('failed', 'Failed'), ('bounced', 'Came back')], default='queued', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='message',
            name='wave',
            field=models.CharField(choices=[('notification', 'Announcement'), ('invitation', 'Invitation'), ('reminder_1', 'First reminder'), ('reminder_2', 'Second reminder'), ('reminder_3', 'Third reminder'), ('last_call', 'Last call'), ('receipt', 'Receipt'), ('thanks', 'Thank you'), ('benchmark', 'Results are ready'), ('link', 'New link')], max_length=12, verbose_name='wave'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('unit', 'person', 'wave', 'occasion'), name='message_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state__in', ['sent', 'bounced'])), models.Q(models.Q(('state__in', ['sent', 'bounced']), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='sent_message_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bounced_at__isnull', False), ('state', 'bounced')), models.Q(models.Q(('state', 'bounced'), _negated=True), ('bounced_at__isnull', True)), _connector='OR'), name='bounced_message_has_its_time'),
        ),
        migrations.AddField(
            model_name='chasingnote',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='chasingnote',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='surveys.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='scheduledwave',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scheduled_waves', to='surveys.campaign', verbose_name='edition'),
        ),
        migrations.AddIndex(
            model_name='scheduledwave',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['at'], name='scheduled_wave_due'),
        ),
        migrations.AddConstraint(
            model_name='scheduledwave',
            constraint=models.UniqueConstraint(fields=('campaign', 'wave'), name='scheduled_wave_once', violation_error_message='This message is in the schedule already.'),
        ),
            migrations.AlterModelOptions(
            name="response",
            options={
                "ordering": ["unit"],
                "permissions": [
                    ("operate_response", "Can take down a company's answers by phone or from paper")
                ],
                "verbose_name": "response",
                "verbose_name_plural": "responses",
            },
        ),
    ]
