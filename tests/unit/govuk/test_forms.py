from django import forms
from django.template import Context, Template

from councilsafe.govuk.forms import GovukForm, GovukFormMixin
from councilsafe.govuk.looks import Look

CONDUCT = [("threat", "A threat"), ("insult", "An insult"), ("none", "None of these")]


class ConductForm(GovukForm):
    conduct = forms.MultipleChoiceField(label="What did they do?", choices=CONDUCT, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label="Note", required=False)
    page_heading = "conduct"
    looks = {"conduct": Look(exclusive="none")}


class Foreign(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(label="Login", help_text="Theirs")


class DressedForm(GovukFormMixin, Foreign):
    looks = {"login": Look(label="Email address", hint="Ours")}


def crispy(form, **context):
    template = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render(Context({"form": form, "csrf_token": "token", **context}))


def test_the_whole_form_is_rendered():
    html = crispy(ConductForm())

    assert "novalidate" in html
    assert 'method="post"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'data-prevent-double-click="true"' in html
    assert "Continue" in html


def test_the_fields_alone_are_rendered_by_the_filter():
    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": ConductForm()}))

    assert "<form" not in html
    assert "<button" not in html
    assert 'name="note"' in html


def test_the_question_is_the_pages_heading_when_it_is_asked_to_be():
    html = crispy(ConductForm())

    assert html.count("<h1") == 1
    assert "What did they do?" in html.split("<h1")[1].split("</h1>")[0]


def test_a_search_has_no_token_and_no_button_where_none_is_wanted():
    form = ConductForm()
    form.method, form.submit_label = "get", None
    html = crispy(form)

    assert 'method="get"' in html
    assert "csrfmiddlewaretoken" not in html
    assert "<button" not in html


def test_action_and_cancel_link():
    form = ConductForm()
    form.action, form.cancel_url = "/somewhere/", "/back/"
    html = crispy(form)

    assert 'action="/somewhere/"' in html
    assert 'href="/back/"' in html


def test_a_form_with_a_file_is_sent_in_parts():
    class FileForm(GovukForm):
        photograph = forms.FileField()

    assert 'enctype="multipart/form-data"' in crispy(FileForm())


def test_none_of_these_cannot_stand_beside_another_choice_without_javascript_either():
    form = ConductForm({"conduct": ["threat", "none"]})

    assert form.errors["conduct"] == ["Select what applies, or “None of these”, but not both"]
    assert ConductForm({"conduct": ["none"]}).is_valid()
    assert ConductForm({"conduct": ["threat", "insult"]}).is_valid()


def test_a_form_of_another_library_takes_our_look_and_words():
    form = DressedForm({})
    html = crispy(form)

    assert "Ours" in html
    assert "Theirs" not in html
    assert form.errors["login"] == ["Enter the email address"]


def test_one_form_does_not_change_the_next():
    ConductForm().fields["note"].error_messages["required"] = "Changed"

    assert ConductForm().fields["note"].error_messages["required"] == "Enter the note"
