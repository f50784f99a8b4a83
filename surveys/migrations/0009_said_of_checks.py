import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0008_usable_partials'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkflag',
            name='state',
            field=models.CharField(choices=[('open', 'Shown, nothing said'), ('explained', 'Explained'), ('confirmed', 'Right as it is')], default='open', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='checkflag',
            name='figures',
            field=models.CharField(blank=True, help_text='Those it was said of; others are asked anew.', max_length=120, verbose_name='figures'),
        ),
        migrations.AddField(
            model_name='checkflag',
            name='actor',
            field=models.CharField(blank=True, max_length=254, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='checkflag',
            name='at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='at'),
        ),
    ]
