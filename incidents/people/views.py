"""People of concern: the search, one person's page, and what officers do about them. Councillors see none of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, View, require
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.paging import keyset_page
from incidents.actions import people as actions
from incidents.models import Identifier, Incident, Involvement, PersonOfConcern
from incidents.people.forms import (
    AddPersonForm,
    ChangePersonForm,
    IdentifiersForm,
    MergeForm,
    RemoveForm,
    SearchForm,
    StandingForm,
    UnmergeForm,
)
from incidents.people.match import Faces
from incidents.people.reading import dossier, people_already_on, people_on, search

PersonView = Callable[[SignedInRequest, PersonOfConcern], HttpResponse]


def of_person(permission: Permission) -> Callable[[PersonView], View]:
    """Loads whom the address names, if the reader may know of them."""

    def decorate(view: PersonView) -> View:
        @require(permission)
        @wraps(view)
        def with_person(request: SignedInRequest, reference: str) -> HttpResponse:
            people = PersonOfConcern.objects.visible_to(request.user).select_related("user")
            return view(request, get_object_or_404(people, reference=reference))

        return with_person

    return decorate


def incident_of(request: SignedInRequest, reference: str) -> Incident:
    return get_object_or_404(Incident.objects.team(request.user), reference=reference.replace("\x00", ""))


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def form_page(request: SignedInRequest, person: PersonOfConcern, form: GovukForm, name: str) -> HttpResponse:
    form.cancel_url = reverse("person", args=[person.reference])
    return render(request, f"incidents/people/{name}.html", {"person": person, "form": form})


def to_person(request: SignedInRequest, person: PersonOfConcern, done: str) -> HttpResponse:
    """Whoever has just lost sight of this person, because it is themselves, is sent to the list."""
    messages.success(request, done)
    seen = PersonOfConcern.objects.visible_to(request.user).filter(pk=person.pk).exists()
    return redirect("person", person.reference) if seen else redirect("people")


def to_case(request: SignedInRequest, incident: Incident, done: str) -> HttpResponse:
    messages.success(request, done)
    seen = Incident.objects.team(request.user).filter(pk=incident.pk).exists()
    return redirect(reverse("case", args=[incident.reference]) + "#people") if seen else redirect("people")


# To look at ------------------------------------------------------------------------------------------------------


@require(Permission.SEE_CASES)
def people(request: SignedInRequest) -> HttpResponse:
    """What is searched for is posted, so that no name stands in an address. `?case=` finds somebody for that case."""
    incident = incident_of(request, request.GET["case"]) if "case" in request.GET else None
    form = SearchForm(posted(request) or {})
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = search(request.user, text)
    page = keyset_page(found, field="added_at", descending=True, cursor=request.POST.get("cursor"))
    found_for = {"incident": incident, "on_case": people_already_on(incident)}
    context = {"form": form, "page": page, "rows": page.rows, "text": text, **found_for}
    return render(request, "incidents/people/people.html", context)


@require_safe
@of_person(Permission.SEE_CASES)
def person(request: SignedInRequest, person: PersonOfConcern) -> HttpResponse:
    faces = Faces([person.pk], request.user)
    face = faces[person.pk]
    if face != person:
        return redirect("person", face.reference)
    actions.record_look(by=request.user, person=person)
    return render(request, "incidents/people/person.html", dossier(faces, request.user))


# On a case -------------------------------------------------------------------------------------------------------


@require(Permission.WORK_CASES)
def add(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = incident_of(request, reference)
    form = AddPersonForm(posted(request))
    if form.is_valid():
        actions.add_person(by=request.user, incident=incident, told=form.told)
        return to_case(request, incident, "They are on this case now. Look whether they are known already.")
    form.cancel_url = reverse("case", args=[incident.reference])
    return render(request, "incidents/people/add.html", {"incident": incident, "form": form})


@require_POST
@require(Permission.WORK_CASES)
def decide(request: SignedInRequest, reference: str, incident_reference: str) -> HttpResponse:
    """A button beside somebody: it is them, it may be them, it is not them."""
    incident = incident_of(request, incident_reference)
    person = get_object_or_404(PersonOfConcern.objects.visible_to(request.user), reference=reference)
    form = StandingForm(request.POST)
    if not form.is_valid():
        return to_case(request, incident, "Nothing was changed.")
    standing = form.cleaned_data["standing"]
    match = next((one for one in people_on(incident, request.user).matches if one.person == person), None)
    about: dict[str, Any] = {"by": request.user, "incident": incident, "person": person}
    if match and standing == Involvement.Standing.CONFIRMED:
        actions.confirm_same(same_as=match.same_as, why=match.why, **about)
    else:
        actions.set_standing(standing=standing, why=match.why if match else "", **about)
    return to_case(request, incident, f"Saved: {Involvement.Standing(standing).label.lower()}.")


# About somebody --------------------------------------------------------------------------------------------------


@of_person(Permission.WORK_CASES)
def identifiers(request: SignedInRequest, person: PersonOfConcern) -> HttpResponse:
    seen = Incident.objects.team(request.user)
    theirs = Involvement.objects.standing().filter(person__in=Faces([person.pk], request.user).roots)
    incidents = seen.filter(pk__in=theirs.values("incident")).order_by("-reported_at", "-pk")
    form = IdentifiersForm(posted(request), incidents=incidents)
    if form.is_valid():
        for given in form.known_by:
            incident = form.cleaned_data["incident"]
            actions.add_identifier(by=request.user, person=person, given=given, incident=incident)
        return to_person(request, person, "Saved.")
    return form_page(request, person, form, "identifiers")


@of_person(Permission.WORK_CASES)
def remove(request: SignedInRequest, person: PersonOfConcern) -> HttpResponse:
    known = Identifier.objects.visible_to(request.user).filter(person__in=Faces([person.pk], request.user).roots)
    form = RemoveForm(posted(request), identifiers=known.order_by("kind", "added_at", "pk"))
    if form.is_valid():
        actions.remove_identifier(by=request.user, **form.cleaned_data)
        return to_person(request, person, "Removed.")
    return form_page(request, person, form, "remove")


@of_person(Permission.WORK_CASES)
def change(request: SignedInRequest, person: PersonOfConcern) -> HttpResponse:
    given = {"kind": person.kind, "label": person.label, "user": person.user}
    form = ChangePersonForm(posted(request), initial=given)
    if form.is_valid():
        actions.change_person(by=request.user, person=person, **form.cleaned_data)
        return to_person(request, person, "Saved.")
    return form_page(request, person, form, "change")


@of_person(Permission.WORK_CASES)
def merge(request: SignedInRequest, person: PersonOfConcern) -> HttpResponse:
    form = MergeForm(posted(request), reader=request.user, initial={"into": request.GET.get("into", "")})
    if form.is_valid():
        try:
            kept = actions.merge(by=request.user, person=person, **form.cleaned_data)
        except ActionDenied as denied:
            form.add_error("into", str(denied))
        else:
            return to_person(request, kept, "They are one person now. You can part them again at any time.")
    return form_page(request, person, form, "merge")


@of_person(Permission.WORK_CASES)
def unmerge(request: SignedInRequest, person: PersonOfConcern) -> HttpResponse:
    if person.merged_into_id is None:
        return to_person(request, person, "They stand alone already.")
    form = UnmergeForm(posted(request))
    if form.is_valid():
        actions.unmerge(by=request.user, person=person, **form.cleaned_data)
        return to_person(request, person, "They are two people again.")
    return form_page(request, person, form, "unmerge")
