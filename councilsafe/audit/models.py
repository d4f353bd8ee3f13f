"""Who did and who saw what. Rows are written once; the database itself refuses to change or delete them."""

import pgtrigger
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """Names actor, verb, object and reason. Holds no personal data and no foreign key that a deletion could break."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.CharField(max_length=40, help_text="The public reference of a user, or the name of a process.")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_ref = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    detail = models.CharField(max_length=120, blank=True, help_text="Short words of ours: a tier, a state, a rule.")

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_ref", "at", "id"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'The audit is never emptied.';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_ref}"
