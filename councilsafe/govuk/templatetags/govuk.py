"""The tags that every template has at hand. Components take GOV.UK's own names, in snake case."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from councilsafe.govuk import dates, rendering
from councilsafe.govuk.components import component

register = template.Library()


@register.simple_tag
def govuk(name: str, **params: Any) -> SafeString:
    """`{% govuk "button" text="Save" prevent_double_click=True %}`; two underscores go one level down:
    `{% govuk "panel" title_text="Sent" attributes__id="sent" %}`."""
    return component(name, _nested(params))


@register.simple_block_tag
def govuk_block(content: SafeString, name: str, **params: Any) -> SafeString:
    """`{% govuk_block "details" summary_text="Why we ask" %}…{% endgovuk_block %}`"""
    return component(name, _nested({**params, "html": content}))


@register.simple_tag
def govuk_field(bound: BoundField) -> SafeString:
    return rendering.render_field(bound)


@register.simple_tag
def error_summary(*bound_forms: forms.BaseForm) -> SafeString:
    """Stands above the page's heading. Empty while there are no errors."""
    return rendering.error_summary(*(form for form in bound_forms if form))


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context, *bound_forms: forms.BaseForm) -> str:
    """ "Error: " at the start of the page's title, which is what a screen reader says first."""
    found = bound_forms or (context.get("form"),)
    return "Error: " if any(isinstance(form, forms.BaseForm) and form.errors for form in found) else ""


@register.simple_block_tag
def scrollable(content: SafeString, label: str) -> SafeString:
    """A wide table that scrolls within the page on a phone, by touch and by keyboard."""
    return format_html('<div class="app-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.filter
def govuk_date(value: date | None) -> str:
    return dates.day(value) if value else ""


@register.filter
def govuk_time(value: datetime | None) -> str:
    return dates.time(value) if value else ""


@register.filter
def govuk_datetime(value: date | None) -> str:
    return dates.day_and_time(value) if value else ""


@register.filter
def when(value: date | None) -> str:
    return dates.when(value) if value else ""


def _nested(params: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in params.items():
        *parents, leaf = (_camel(name) for name in path.split("__"))
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[leaf] = value
    return tree


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
