"""What every stored file has, whatever it belongs to: where its encrypted bytes lie, and whether they were checked."""

from django.apps import apps
from django.db import models
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.evidence.kinds import KINDS


class StoredFile(models.Model):
    """One file as it was received. `key` says where its encrypted bytes lie; `digest` is of the bytes before that."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being checked"
        CLEAN = "clean", "Checked"
        UNCHECKED = "unchecked", "Kept, not checked for viruses"
        INFECTED = "infected", "Locked: it may harm your computer"

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    name = models.CharField("name as received", max_length=255)
    kind = models.CharField("media type, by content", max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField("SHA-256", max_length=64)
    key = models.CharField(max_length=80, unique=True)
    recipient = models.CharField("public key it is encrypted to", max_length=80)
    preview_key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    checked_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_check_at = models.DateTimeField(default=timezone.now)

    reference: str | models.CharField  # each kind has its own

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """What kind of file it is, in plain words."""
        return KINDS[self.kind].label


def stored_files() -> list[type[StoredFile]]:
    """Of every floor: what is swept and what gets new keys must miss none of them."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]
