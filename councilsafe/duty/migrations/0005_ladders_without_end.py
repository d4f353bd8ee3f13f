"""What had come to the end of its ladder, and was open, is told again from the next morning on."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.utils import timezone

OPEN = Q(answered_at__isnull=True, stopped_at__isnull=True)


def go_on(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    apps.get_model("duty", "Alert").objects.filter(OPEN, next_climb_at=None).update(next_climb_at=tomorrow)


class Migration(migrations.Migration):
    dependencies = [("duty", "0004_absences_covers_and_notes")]

    operations = [
        migrations.RunPython(go_on, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="alert", name="alert_closed_climbs_no_more"),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=OPEN & Q(next_climb_at__isnull=False) | ~OPEN & Q(next_climb_at__isnull=True),
                name="alert_climbs_while_open",
            ),
        ),
    ]
