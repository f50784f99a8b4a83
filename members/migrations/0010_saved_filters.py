import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0009_kept_texts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('model', models.CharField(editable=False, max_length=100, verbose_name='list')),
                ('query', models.CharField(editable=False, max_length=1000, verbose_name='filters')),
                ('is_shared', models.BooleanField(default=False, help_text='Colleagues see it, only you can change it.', verbose_name='share with the team')),
                ('is_pinned', models.BooleanField(default=False, help_text='With how many rows it finds at the moment.', verbose_name='show on the overview')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='saved at')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
            ],
            options={
                'verbose_name': 'saved filter',
                'verbose_name_plural': 'saved filters',
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(fields=['model'], name='saved_filter_of_list')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'model', 'name'), name='saved_filter_once', violation_error_message='You have a filter of this name for this list already.')],
            },
        ),
    ]
