"""Who may know of a report: what its reporter chooses, and what officers declare."""

from typing import Any

from django import forms

from councilsafe.accounts.models import User
from councilsafe.govuk.forms import GovukForm
from incidents.actions.confidence import possible_confidants, possible_monitoring
from incidents.models import Conflict, Incident
from triage.forms.case import reason, select

TEAM, MONITORING, NAMED, BOTH = "team", "monitoring", "named", "both"
READERS = {
    TEAM: "The officers who deal with reports",
    MONITORING: "Only the monitoring officer",
    NAMED: "Only one officer, whom I choose",
    BOTH: "The officer I choose, and the monitoring officer",
}


def readers_of(incident: Incident) -> str:
    """What stands chosen now."""
    if not incident.restricted:
        return TEAM
    if incident.confidant_id is None:
        return MONITORING
    return BOTH if incident.monitoring_may_know else NAMED


class ReadersForm(GovukForm):
    readers = forms.ChoiceField(
        label="Who may read this report?",
        choices=READERS,
        widget=forms.RadioSelect,
        error_messages=select("who may read this report"),
    )
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label="The officer, if you choose one",
        required=False,
        empty_label="Nobody",
        error_messages=select("an officer"),
    )
    submit_label = "Save"

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        now = {"readers": readers_of(incident), "officer": incident.confidant_id}
        super().__init__(*args, initial=now, **kwargs)
        if not possible_monitoring(incident).exists():
            self.fields["readers"].choices = [pair for pair in READERS.items() if pair[0] in (TEAM, NAMED)]  # type: ignore[attr-defined]  # a list to choose from
        self.fields["officer"].queryset = possible_confidants(incident)  # type: ignore[attr-defined]  # a list to choose from

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("readers") in (NAMED, BOTH) and not cleaned.get("officer") and "officer" not in self.errors:
            self.add_error("officer", "Select which officer may read this report")
        return cleaned


class ConflictForm(GovukForm):
    reason = reason("Why you should not deal with this case", hint="For example, that you know one of the people.")
    submit_label = "Declare it and leave the case"
    submit_classes = "govuk-button--warning"


class ComplainedAboutForm(GovukForm):
    user = forms.ModelChoiceField(User.objects.none(), label="Who it is", error_messages=select("who it is"))
    submit_label = "Keep the case from them"

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [person for person in (incident.reporter_id, incident.councillor_id) if person]
        others = User.objects.filter(is_active=True).exclude(pk__in=own)
        others = others.exclude(pk__in=incident.conflicts.values("user"))
        self.fields["user"].queryset = others.order_by("name", "id")  # type: ignore[attr-defined]  # a list to choose from


class LetBackForm(GovukForm):
    conflict = forms.ModelChoiceField(Conflict.objects.none(), label="Who it is", error_messages=select("who it is"))
    reason = reason("Why there is no conflict of interest")
    submit_label = "Let them see the case again"

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["conflict"]
        field.queryset = incident.conflicts.select_related("user").order_by("user__name")  # type: ignore[attr-defined]  # a list to choose from
        field.label_from_instance = lambda conflict: conflict.user.name  # type: ignore[attr-defined]  # as above


class WidenForm(GovukForm):
    reason = reason("Why others must know", hint="The person who reported this is told, in these words.")
    submit_label = "Tell them and go on"
    submit_classes = "govuk-button--warning"
