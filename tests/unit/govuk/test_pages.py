"""The frame, the error pages and the plain includes."""

from datetime import UTC, datetime

import pytest
from django.contrib.messages import SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

HOSTILE = "<script>"


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_nothing_and_say_what_to_do(page):
    html = render_to_string(f"{page}.html")

    assert html.count("<h1") == 1
    assert "<title>" in html
    assert "call" in html
    assert "style=" not in html


def test_a_refusal_gives_its_reason():
    assert "Only its owner may close it." in render_to_string("403.html", {"exception": "Only its owner may close it."})


def test_the_frame_tells_whose_it_is_and_who_is_signed_in():
    class Reader:
        is_authenticated = True

        def __str__(self):
            return f"Ada {HOSTILE}"

    navigation = [{"text": "Queue", "href": "/queue/", "active": True}, {"text": "Rota", "href": "/rota/"}]
    context = {"council_name": HOSTILE, "user": Reader(), "navigation": navigation, "demo_mode": True}
    html = render_to_string("base.html", context)

    assert "<script>" not in html
    assert "Ada &lt;script&gt;" in html
    assert 'aria-current="true"' in html
    assert "This is a demonstration" in html
    assert "<script src=" in html


def test_scripts_and_styles_are_files():
    html = render_to_string("base_exit.html", {"exit_url": "https://www.example.org/"})

    assert html.count("<script") == html.count("<script src=") + html.count('<script type="module" src=')
    assert "<style" not in html
    assert html.index("Exit this page") < html.index("Skip to main content")
    assert html.count("https://www.example.org/") == 2


def test_each_message_stands_in_its_own_banner():
    messages = [Message(SUCCESS, "Saved"), Message(WARNING, f"Late {HOSTILE}")]
    html = render_to_string("components/messages.html", {"messages": messages})

    assert "govuk-notification-banner--success" in html
    assert 'id="message-1"' in html
    assert 'id="message-2"' in html
    assert "Late &lt;script&gt;" in html


def test_pages_keep_the_filters_of_the_address():
    request = RequestFactory().get("/queue/", {"tier": "police", "cursor": "here"})
    page = {"next_cursor": "there", "previous_cursor": None}
    html = render_to_string("components/pagination_keyset.html", {"page": page}, request)

    assert "?tier=police&amp;cursor=there" in html
    assert 'rel="prev"' not in html


@pytest.mark.parametrize(
    ("tier", "words"),
    [
        ("emergency", "Emergency: 999 now"),
        ("police", "Police: refer now"),
        ("council", "Council acts"),
        ("log", "Log and advise"),
        ("", "Not assessed yet"),
    ],
)
def test_a_tier_is_said_in_words(tier, words):
    assert words in render_to_string("components/tier_tag.html", {"tier": tier})


@pytest.mark.parametrize(
    ("state", "words"), [("late", "Late"), ("due-soon", "Due soon"), ("on-time", "On time"), ("done", "Done")]
)
def test_a_clock_is_said_in_words(state, words):
    due = datetime(2025, 11, 21, 9, 30, tzinfo=UTC)
    html = render_to_string("components/clock_tag.html", {"state": state, "due": due, "what": "acknowledge"})

    assert words in html
    assert "Acknowledge by" in html
    assert "21 November 2025 at 9:30am" in html


@pytest.mark.parametrize(
    ("component", "context"),
    [
        ("summary_list", {"rows": [{"key": HOSTILE, "value": HOSTILE, "change_url": HOSTILE}]}),
        ("table", {"caption": HOSTILE, "head": [{"text": HOSTILE}], "rows": [[{"text": HOSTILE, "href": HOSTILE}]]}),
        ("timeline", {"entries": [{"title": HOSTILE, "by": HOSTILE, "text": HOSTILE}]}),
        ("filter_tags", {"tags": [{"text": HOSTILE, "href": HOSTILE}], "clear_href": HOSTILE}),
        ("empty", {"text": HOSTILE, "href": HOSTILE, "link_text": HOSTILE}),
        ("back_link", {"href": HOSTILE, "text": HOSTILE}),
    ],
)
def test_what_people_typed_is_never_markup(component, context):
    html = render_to_string(f"components/{component}.html", context)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
