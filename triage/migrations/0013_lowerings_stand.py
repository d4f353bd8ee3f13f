import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("triage", "0012_tasks")]

    operations = [
        migrations.AddField(
            model_name="override",
            name="known",
            field=models.ForeignKey(
                blank=True,
                help_text="What was known when it was decided. NULL: it waits, or was decided before this was kept.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="triage.assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=Q(known__isnull=True) | Q(decided_at__isnull=False), name="override_known_once_decided"
            ),
        ),
    ]
