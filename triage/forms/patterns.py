"""What officers are asked about a pattern."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsafe.accounts.models import User
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.models import Incident
from triage.forms.case import reason, select
from triage.models import Pattern

KINDS = {
    Pattern.Kind.SAME_PERSON.value: "The same person is behind them",
    Pattern.Kind.SERIES.value: "It happened again and again",
    Pattern.Kind.PILE_ON.value: "Many people on one member or one topic",
    Pattern.Kind.CAMPAIGN.value: "One source on many members",
}
MOST_AT_ONCE = 50


class ConfirmForm(GovukForm):
    reason = reason("Why they belong together", hint="From now on they count together. That can raise a tier.")
    submit_label = "They belong together"


class DismissForm(GovukForm):
    reason = reason("Why they do not belong together", hint="They are offered again only when there are many more.")
    submit_label = "They do not belong together"


class DissolveForm(GovukForm):
    reason = reason("Why they do not belong together after all", hint="No tier is lowered by this.")
    submit_label = "Take the pattern apart"
    submit_classes = "govuk-button--warning"


class ReportsField(forms.CharField):
    """References, as many as fit, in whatever way they are parted."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a field may give what it likes
        text = super().to_python(value) or ""
        return list(dict.fromkeys(text.upper().replace(",", " ").split()))


class WithReports(GovukForm):
    """Only reports that the reader may see as an officer: of any other it says the same as of none."""

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_reports(self) -> list[Incident]:
        names = self.cleaned_data["reports"]
        if len(names) > MOST_AT_ONCE:
            raise ValidationError(f"Enter at most {MOST_AT_ONCE} references at a time")
        found = {one.reference: one for one in Incident.objects.team(self.reader).filter(reference__in=names)}
        if missing := [name for name in names if name not in found]:
            raise ValidationError(f"There is no case {missing[0][:20]} that you may see. Check the reference")
        return [found[name] for name in names]


class BeginForm(WithReports):
    kind = forms.ChoiceField(
        label="How do they belong together?", choices=KINDS, widget=forms.RadioSelect, error_messages=select("how")
    )
    reports = ReportsField(
        label="Which reports?",
        help_text="Their references, for example CS-7F3KQ-9XMTB. Leave a space between them.",
        max_length=2000,
        error_messages={"required": "Enter the references of at least two reports"},
    )
    reason = reason("Why they belong together", hint="From now on they count together. That can raise a tier.")
    submit_label = "Put them together"
    looks = {"kind": Look(label="How do they belong together?")}

    def clean_reports(self) -> list[Incident]:
        found = super().clean_reports()
        if len(found) < 2:
            raise ValidationError("Enter the references of at least two reports")
        return found


class AddForm(WithReports):
    reports = ReportsField(
        label="Which report?",
        help_text="Its reference, for example CS-7F3KQ-9XMTB.",
        max_length=2000,
        error_messages={"required": "Enter the reference of the report"},
    )
    reason = reason("Why it belongs there")
    submit_label = "Add it"
    looks = {"reports": Look(width=20)}


class RemoveForm(GovukForm):
    incident = forms.ModelChoiceField(
        Incident.objects.none(),
        label="Which report?",
        to_field_name="reference",
        error_messages=select("which report"),
    )
    reason = reason("Why it does not belong there")
    submit_label = "Take it out"
    submit_classes = "govuk-button--warning"

    def __init__(self, *args: Any, pattern: Pattern, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = pattern.members.present().visible_to(reader).values("incident")
        self.fields["incident"].queryset = Incident.objects.filter(pk__in=seen).order_by("-reported_at")  # type: ignore[attr-defined]  # a list to choose from
