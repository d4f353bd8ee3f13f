import pytest
from django.utils.safestring import SafeString, mark_safe

from councilsafe.govuk.components import component

HOSTILE = '"><script>alert(1)</script>'


def test_a_component_is_safe_html():
    html = component("button", {"text": "Save"})

    assert isinstance(html, SafeString)
    assert "govuk-button" in html
    assert "Save" in html


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("button", {"text": HOSTILE, "href": HOSTILE, "classes": HOSTILE, "attributes": {"data-x": HOSTILE}}),
        ("button", {"html": HOSTILE}),
        ("panel", {"titleText": HOSTILE, "titleHtml": HOSTILE, "html": HOSTILE}),
        ("details", {"summaryText": HOSTILE, "html": HOSTILE}),
        ("notification-banner", {"text": HOSTILE, "titleHtml": HOSTILE}),
        ("summary-list", {"rows": [{"key": {"html": HOSTILE}, "value": {"text": HOSTILE}}]}),
        ("service-navigation", {"navigation": [{"text": HOSTILE, "href": HOSTILE, "active": True}]}),
        ("service-navigation", {"serviceName": "x", "slots": {"start": HOSTILE, "end": HOSTILE}}),
        ("input", {"id": HOSTILE, "name": HOSTILE, "value": HOSTILE, "label": {"text": HOSTILE}}),
        ("input", {"name": "x", "label": {"text": "x"}, "attributes": HOSTILE}),
        ("exit-this-page", {"redirectUrl": HOSTILE}),
    ],
)
def test_plain_text_never_becomes_html(name, params):
    html = component(name, params)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '""&gt;' not in html


def test_html_that_is_marked_safe_stays():
    assert "<b>bold</b>" in component("button", {"html": mark_safe("<b>bold</b>")})


def test_an_unknown_component_is_an_error_at_once():
    with pytest.raises(Exception, match="no-such-thing"):
        component("no-such-thing", {})
