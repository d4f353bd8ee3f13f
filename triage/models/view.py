"""Views of the queue that officers keep: filters with a name, for one person or for the team."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference


def view_reference() -> str:
    return new_reference("V")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and what colleagues share. What somebody shared who has left is shared no more."""
        return self.filter(Q(owner=user) | Q(shared=True, owner__is_active=True))


class SavedView(models.Model):
    """What the queue was narrowed to, as it stands in its address. It holds filters and no cases."""

    reference = models.CharField(max_length=20, unique=True, default=view_reference, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField("filters", max_length=1000)
    shared = models.BooleanField("shared with the team", default=False)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")]
        indexes = [models.Index(fields=["id"], name="saved_view_shared", condition=Q(shared=True))]

    def __str__(self) -> str:
        return self.reference


class FirstView(models.Model):
    """The view that somebody's queue opens with."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="first_view")
    key = models.CharField(max_length=20, help_text="The name of one of ours, or the reference of a saved one.")

    def __str__(self) -> str:
        return f"{self.key} of {self.user_id}"
