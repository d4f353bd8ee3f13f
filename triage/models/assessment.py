"""One run of the threat process over one incident's facts."""

import pgtrigger
from django.db import models
from django.utils import timezone

from incidents.facts import FACTS, Facts
from incidents.models import Incident
from triage.process import Tier
from triage.process.together import own_facts
from triage.reading import Weight, floor_for

MOST_SHOWN = 5

TIER_CHOICES = [
    (Tier.LOG.value, "Log and advise"),
    (Tier.COUNCIL.value, "Council acts"),
    (Tier.POLICE.value, "Police: refer now"),
    (Tier.EMERGENCY.value, "Emergency: 999 now"),
]


class Assessment(models.Model):
    """One run of one version of the threat process over one incident's facts. The database never lets it change."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assessments")
    made_at = models.DateTimeField(default=timezone.now)
    process_version = models.CharField(max_length=20)
    process_digest = models.CharField(max_length=64)
    tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    points = models.PositiveIntegerField()
    facts = models.JSONField()
    gates = models.JSONField(help_text="Each with rule, tier and sentence, as they were.")
    counted = models.JSONField(help_text="Each with rule, points and sentence, as they were.")
    routes = models.JSONField(help_text="Each with rule and sentence, as they were.")
    lifted = models.JSONField(default=list)
    together = models.JSONField(default=dict, help_text="What linked incidents added, and which they were.")
    prompts = models.JSONField(default=list, help_text="Signs in what was written, each with the words that show it.")
    questions = models.JSONField(help_text="Unknown facts that would raise the tier, in the order to ask them.")

    class Meta:
        indexes = [models.Index(fields=["incident", "made_at"])]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Assessment {self.pk} of {self.incident_id}"

    @property
    def own_facts(self) -> Facts:
        """What was known of the incident itself, without what linked ones added."""
        return own_facts(self.facts, self.together)

    @property
    def words_that_raise(self) -> list[str]:
        """What was written that raises it to `council`, as it stands there; nothing where it only asks."""
        if floor_for([max(seen["weight"] for seen in sign["seen"]) for sign in self.prompts]) < Tier.COUNCIL:
            return []
        found = [seen for sign in self.prompts for seen in sign["seen"] if seen["weight"] >= Weight.TELLING]
        return list(dict.fromkeys(seen["text"] for seen in found))[:MOST_SHOWN]

    @property
    def unknown_labels(self) -> list[str]:
        return [FACTS[question["fact"]].label for question in self.questions]
