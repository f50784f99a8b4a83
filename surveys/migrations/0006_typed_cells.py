import django.db.models.deletion
import django.db.models.lookups
import uuid
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """New answers hold one value or say why not; the old ones are looked at in the next migration."""

    dependencies = [
        ('surveys', '0005_erased_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='RowItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_code', models.SlugField(max_length=60, verbose_name='list')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='key')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('state', models.CharField(choices=[('added', 'Added'), ('earlier', 'From the last edition'), ('confirmed', 'Confirmed'), ('ended', 'Ended')], default='added', max_length=10, verbose_name='state')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed at')),
            ],
            options={
                'verbose_name': 'added row',
                'verbose_name_plural': 'added rows',
                'ordering': ['response', 'list_code', 'position', 'pk'],
            },
        ),
        migrations.AlterField(
            model_name='variable',
            name='kind',
            field=models.CharField(choices=[('single', 'Single choice'), ('multiple', 'Multiple choice'), ('likert', 'Scale of agreement'), ('ranking', 'Order of preference'), ('number', 'Number'), ('money', 'Amount of money'), ('percentage', 'Percentage'), ('date', 'Date'), ('text', 'Text'), ('long_text', 'Long text'), ('grid', 'Grid of profiles'), ('skills', 'Grid of skills')], max_length=12, verbose_name='kind'),
        ),
        AddConstraintNotValid(
            model_name='answer',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func('num', 'txt', 'day', 'flag', 'choice', 'choices', function='num_nonnulls', output_field=models.IntegerField()), models.Case(models.When(status='given', then=models.Value(1)), default=models.Value(0), output_field=models.IntegerField())), name='answer_holds_one_value_if_given', violation_error_message='A given answer holds one value; any other holds none.'),
        ),
        migrations.AddField(
            model_name='rowitem',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='row_items', to='surveys.response'),
        ),
        migrations.AddConstraint(
            model_name='rowitem',
            constraint=models.UniqueConstraint(fields=('response', 'list_code', 'key'), name='row_item_once'),
        ),
    ]
