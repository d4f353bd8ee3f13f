"""Every open case gets a day by which its reporter is told more; those from before get it from what was done last."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

OPEN = Q(state__in=["new", "acknowledged", "in_hand"])
TEN_WORKING_DAYS = timedelta(days=14)  # near enough for once: the clock itself knows the bank holidays


def start_clocks(apps, schema_editor):
    last = Coalesce(F("acted_at"), F("acknowledged_at"), F("reported_at"))
    apps.get_model("triage", "Case").objects.filter(OPEN).update(update_due_at=last + TEN_WORKING_DAYS)


class Migration(migrations.Migration):
    dependencies = [("triage", "0003_owner_may_be_nobody")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="update_due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="the reporter is told more by"),
        ),
        migrations.RunPython(start_clocks, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["update_due_at", "id"], name="case_update_due", condition=OPEN),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(state="closed") | Q(update_due_at__isnull=False), name="case_open_is_told_of"
            ),
        ),
    ]
