"""Pages that show every part of the form pack at once. Only the browser test of the pack knows them."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.utils import timezone

from councilsafe.govuk.charts import bars, columns
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look

CONDUCT = [("threat", "A threat"), ("insult", "An insult"), ("none", "None of these")]
FORM_PAGE = """
{% extends "base_exit.html" %}{% load crispy_forms_tags %}
{% block title %}Every part{% endblock %}
{% block before_content %}{% include "components/back_link.html" with href="/" %}{% endblock %}
{% block content %}
  {% error_summary form %}
  <h1 class="govuk-heading-l">Every part</h1>
  {% include "components/danger_notice.html" %}
  {% crispy form %}
{% endblock %}
"""
PARTS_PAGE = """
{% extends "base.html" %}
{% block title %}Parts{% endblock %}
{% block container_class %}app-wide{% endblock %}
{% block main %}
  <h1 class="govuk-heading-l">Parts</h1>
  {% include "components/filter_tags.html" with clear_href="?" %}
  {% include "components/table.html" with caption="Cases" %}
  {% include "components/pagination_keyset.html" %}
  <p>{% for tier in tiers %}{% include "components/tier_tag.html" %} {% endfor %}</p>
  {% for state in states %}<p>{% include "components/clock_tag.html" with due=now what="acknowledge" %}</p>{% endfor %}
  {% include "components/summary_list.html" with rows=summary %}
  <h2 class="govuk-heading-m">What happened so far</h2>
  {% include "components/timeline.html" %}
  {% include "components/svg_bar_chart.html" with chart=kinds %}
  {% include "components/svg_bar_chart.html" with chart=weeks label_heading="Week" %}
  {% include "components/empty.html" with text="Nothing is waiting for you." href="/" link_text="See all cases" %}
{% endblock %}
"""


class EveryPartForm(GovukForm):
    name = forms.CharField(label="Full name", help_text="As on the council's pages")
    email = forms.EmailField(label="Email address")
    times = forms.IntegerField(label="How many times?")
    password = forms.CharField(widget=forms.PasswordInput)
    story = LongTextField(label="Tell us what happened", max_length=20)
    note = forms.CharField(widget=forms.Textarea)
    ward = forms.ChoiceField(choices=[("", "---------"), ("north", "North")])
    how = forms.ChoiceField(label="How did it reach you?", choices=CONDUCT, widget=forms.RadioSelect)
    conduct = forms.MultipleChoiceField(label="What did they do?", choices=CONDUCT, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="I agree", help_text="You can change your mind later")
    day = DateInputField(label="When did it happen?")
    photograph = forms.FileField(required=False)
    looks = {"conduct": Look(exclusive="none", hints={"threat": "Of any kind"}), "times": Look(width=3)}
    cancel_url = "/"


@login_not_required
def every_part(request: HttpRequest) -> HttpResponse:
    form = EveryPartForm(request.POST or None, request.FILES or None)
    return HttpResponse(Template(FORM_PAGE.strip()).render(RequestContext(request, {"form": form})))


@login_not_required
def parts(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "now": now,
        "tiers": ["emergency", "police", "council", "log", ""],
        "states": ["late", "due-soon", "on-time", "done"],
        "tags": [{"text": "Tier: police", "href": "?"}],
        "head": [
            {"text": "Reference"},
            {"text": "Tier", "href": "?", "sort": "ascending"},
            {"text": "N", "numeric": True},
        ],
        "rows": [[{"text": "CS-1", "href": "/"}, {"text": "police"}, {"text": 3, "numeric": True}]],
        "page": {"previous_cursor": "before", "next_cursor": "after"},
        "summary": [{"key": "What happened", "value": "He sat outside.", "change_url": "/"}],
        "entries": [{"title": "Acknowledged", "by": "Ben", "at": now, "text": "I have it."}],
        "kinds": bars("Open cases by tier", [("Police", 4, "/"), ("Log", 0, None)], unit="open cases"),
        "weeks": columns("Reports by week", [(f"Week {n}", n, None) for n in range(12)], unit="reports"),
    }
    return HttpResponse(Template(PARTS_PAGE.strip()).render(RequestContext(request, context)))


urlpatterns = [
    path("every-part/", every_part),
    path("parts/", parts),
    path("accounts/", include("allauth.account.urls")),
]
