from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template

from councilsafe.govuk.forms import GovukForm


class NameForm(GovukForm):
    name = forms.CharField(label="Name")


def rendered(source, **context):
    return Template(source).render(Context(context))


def test_a_component_takes_snake_case_and_goes_down_by_two_underscores():
    html = rendered('{% govuk "button" text=text prevent_double_click=True attributes__id="go" %}', text="<Go>")

    assert "&lt;Go&gt;" in html
    assert 'data-prevent-double-click="true"' in html
    assert 'id="go"' in html


def test_a_block_is_the_components_html():
    html = rendered('{% govuk_block "details" summary_text="Why?" %}<b>{{ text }}</b>{% endgovuk_block %}', text="<i>")

    assert "<b>&lt;i&gt;</b>" in html


def test_the_error_summary_is_there_with_errors_only():
    assert "There is a problem" in rendered("{% error_summary form %}", form=NameForm({}))
    assert rendered("{% error_summary form %}", form=NameForm()) == ""
    assert rendered("{% error_summary form %}") == ""


def test_the_title_starts_with_error_when_there_is_one():
    assert rendered("{% error_prefix %}Name", form=NameForm({})) == "Error: Name"
    assert rendered("{% error_prefix %}Name", form=NameForm()) == "Name"
    assert rendered("{% error_prefix %}Name") == "Name"


def test_a_wide_table_scrolls_by_keyboard_and_has_a_name():
    html = rendered("{% scrollable label=label %}<table></table>{% endscrollable %}", label='Cases "now"')

    assert 'tabindex="0"' in html
    assert 'aria-label="Cases &quot;now&quot;"' in html
    assert "<table></table>" in html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ at|govuk_date }}", "21 November 2026"),
        ("{{ at|govuk_time }}", "9:30am"),
        ("{{ at|govuk_datetime }}", "21 November 2026 at 9:30am"),
        ("{{ at|when }}", "today at 9:30am"),
        ("{{ none|govuk_date }}{{ none|govuk_time }}{{ none|govuk_datetime }}{{ none|when }}", ""),
    ],
)
def test_dates_in_templates(source, words, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 8, tzinfo=UTC))

    assert rendered(source, at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC), none=None) == words
