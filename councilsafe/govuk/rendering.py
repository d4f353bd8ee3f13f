"""A bound field as the GOV.UK component that fits its widget."""

from functools import singledispatch
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString

from councilsafe.govuk.components import component
from councilsafe.govuk.fields import PARTS, DateInput, parts_of, wrong_parts
from councilsafe.govuk.looks import Look

Params = dict[str, Any]
NAMED_ATTRIBUTES = ("autocomplete", "autocapitalize", "inputmode", "pattern", "spellcheck", "rows")
# Placeholders vanish when one types; a hard maxlength cuts pasted text in silence; sizes come from the look.
DROPPED_ATTRIBUTES = ("class", "cols", "maxlength", "minlength", "placeholder", "required", "type")
NO_CHOICE = "Choose from the list"


def render_field(bound: BoundField) -> SafeString:
    if bound.is_hidden:
        return bound.as_hidden()
    name, params = _describe(bound.field.widget, bound)
    return component(name, {**_common(bound), **params})


def first_id(bound: BoundField) -> str:
    """Where a link in the error summary leads: the first box, or the first wrong one of a date."""
    if isinstance(bound.field.widget, DateInput):
        return f"{bound.auto_id}-{_wrong_boxes(bound)[0]}"
    return bound.auto_id


def error_summary(*bound_forms: forms.BaseForm) -> SafeString:
    errors = [item for form in bound_forms for item in _summary_items(form)]
    if not errors:
        return SafeString("")
    return component("error-summary", {"titleText": "There is a problem", "errorList": errors})


def _summary_items(form: forms.BaseForm) -> list[Params]:
    shown = [bound for bound in form if not bound.is_hidden]
    start = {"href": f"#{first_id(shown[0])}"} if shown else {}
    whole = [{"text": str(error), **start} for error in form.non_field_errors()]
    hidden = [{"text": str(error)} for bound in form.hidden_fields() for error in bound.errors]
    fields = [{"text": str(bound.errors[0]), "href": f"#{first_id(bound)}"} for bound in shown if bound.errors]
    return [*whole, *hidden, *fields]


# What is the same in every component ------------------------------------------------------------------------------


def _common(bound: BoundField) -> Params:
    params: Params = {"name": bound.html_name}
    if bound.help_text:
        params["hint"] = _text(bound.help_text)
    if bound.errors:
        params["errorMessage"] = {"text": str(bound.errors[0])}
    return params


def _text(words: Any) -> Params:
    """Django marks the little HTML that it makes as safe; all else is text."""
    return {"html": words} if hasattr(words, "__html__") else {"text": str(words)}


def _look(bound: BoundField) -> Look:
    return bound.form.look(bound.name) if hasattr(bound.form, "look") else Look()


def _caption(bound: BoundField, element: str) -> Params:
    """A label or a legend: the page's heading, or small and bold above the field."""
    heading = getattr(bound.form, "page_heading", "") == bound.name
    return {
        "text": str(bound.label),
        "classes": f"{element}--{'l' if heading else 's'}",
        "isPageHeading": heading,
    }


def _label(bound: BoundField) -> Params:
    return {"id": bound.auto_id, "label": _caption(bound, "govuk-label")}


def _fieldset(bound: BoundField) -> Params:
    return {"fieldset": {"legend": _caption(bound, "govuk-fieldset__legend")}}


def _attributes(bound: BoundField) -> Params:
    attrs = {name: value for name, value in bound.field.widget.attrs.items() if name not in DROPPED_ATTRIBUTES}
    named = {name: attrs.pop(name) for name in NAMED_ATTRIBUTES if name in attrs}
    return {**named, "attributes": attrs, "disabled": bound.field.disabled}


def _value(bound: BoundField) -> Any:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else value


# One for each kind of widget --------------------------------------------------------------------------------------


@singledispatch
def _describe(widget: forms.Widget, bound: BoundField) -> tuple[str, Params]:
    raise TypeError(f"No GOV.UK component is set for the widget {type(widget).__name__} of {bound.name}.")


@_describe.register
def _(widget: Input, bound: BoundField) -> tuple[str, Params]:
    look = _look(bound)
    kind = widget.attrs.get("type", widget.input_type)
    params = {"type": kind, "value": _value(bound), **_label(bound), **_attributes(bound)}
    if look.width:
        params["classes"] = f"govuk-input--width-{look.width}"
    affixes = {"prefix": look.prefix, "suffix": look.suffix}
    return "input", params | {name: {"text": text} for name, text in affixes.items() if text}


@_describe.register
def _(widget: forms.NumberInput, bound: BoundField) -> tuple[str, Params]:
    """A text box with a number pad: browsers' number boxes change their value when the page is scrolled."""
    name, params = _describe.dispatch(Input)(widget, bound)
    for spinner in ("min", "max", "step"):
        params["attributes"].pop(spinner, None)
    pad = "decimal" if isinstance(bound.field, forms.DecimalField | forms.FloatField) else "numeric"
    return name, {"inputmode": pad, "spellcheck": False} | params | {"type": "text"}


@_describe.register
def _(widget: forms.EmailInput, bound: BoundField) -> tuple[str, Params]:
    name, params = _describe.dispatch(Input)(widget, bound)
    return name, {"spellcheck": False, "autocomplete": "email"} | params


@_describe.register
def _(widget: forms.PasswordInput, bound: BoundField) -> tuple[str, Params]:
    return "password-input", {**_label(bound), **_attributes(bound)}


@_describe.register
def _(widget: forms.Textarea, bound: BoundField) -> tuple[str, Params]:
    limit = getattr(bound.field, "max_length", None)
    params = {"value": _value(bound), **_label(bound), **_attributes(bound)}
    return ("character-count", params | {"maxlength": limit}) if limit else ("textarea", params)


@_describe.register
def _(widget: forms.FileInput, bound: BoundField) -> tuple[str, Params]:
    params = {**_label(bound), **_attributes(bound), "multiple": widget.allow_multiple_selected}
    return "file-upload", params | {"javascript": True}


@_describe.register
def _(widget: DateInput, bound: BoundField) -> tuple[str, Params]:
    values = parts_of(bound.value())
    items = [_date_box(bound, part, value) for part, value in zip(PARTS, values, strict=True)]
    return "date-input", {"id": bound.auto_id, "items": items, **_fieldset(bound)}


@_describe.register
def _(widget: forms.Select, bound: BoundField) -> tuple[str, Params]:
    items = [{**option, "text": _option_text(option)} for option in _options(bound)]
    return "select", {"items": items, **_label(bound), **_attributes(bound)}


@_describe.register
def _(widget: forms.RadioSelect, bound: BoundField) -> tuple[str, Params]:
    return "radios", _choices(bound, "govuk-radios")


@_describe.register
def _(widget: forms.CheckboxSelectMultiple, bound: BoundField) -> tuple[str, Params]:
    return "checkboxes", _choices(bound, "govuk-checkboxes")


@_describe.register
def _(widget: forms.CheckboxInput, bound: BoundField) -> tuple[str, Params]:
    """One box alone: its label is beside it, and its hint under that."""
    item = {"value": "true", "text": str(bound.label), "checked": bool(bound.value())}
    if bound.help_text:
        item["hint"] = _text(bound.help_text)
    return "checkboxes", {"idPrefix": bound.auto_id, "items": [item], "hint": None}


@_describe.register
def _(widget: forms.SelectMultiple, bound: BoundField) -> tuple[str, Params]:
    raise TypeError(f"{bound.name} is a list to pick several from: give it the widget CheckboxSelectMultiple.")


def _date_box(bound: BoundField, part: str, value: str) -> Params:
    wrong = bool(bound.errors) and part in _wrong_boxes(bound)
    classes = f"govuk-input--width-{4 if part == 'year' else 2}" + (" govuk-input--error" if wrong else "")
    return {
        "id": f"{bound.auto_id}-{part}",
        "name": f"{bound.html_name}-{part}",
        "label": part.capitalize(),
        "value": value,
        "classes": classes,
    }


def _wrong_boxes(bound: BoundField) -> tuple[str, ...]:
    errors = bound.form.errors.as_data().get(bound.name)
    return wrong_parts(errors[0]) if errors else PARTS


def _options(bound: BoundField) -> list[Params]:
    widget = bound.field.widget
    groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()))
    return [
        {"value": str(option["value"]), "text": str(option["label"]), "selected": option["selected"]}
        for _group, options, _index in groups
        for option in options
    ]


def _option_text(option: Params) -> str:
    return NO_CHOICE if not option["value"] and set(option["text"]) <= {"-"} else option["text"]


def _choices(bound: BoundField, block: str) -> Params:
    look = _look(bound)
    modifiers = [name for name, wanted in (("inline", look.inline), ("small", look.small)) if wanted]
    items = [item for option in _options(bound) if option["value"] for item in _choice_items(option, look)]
    return {
        "idPrefix": bound.auto_id,
        "classes": " ".join(f"{block}--{modifier}" for modifier in modifiers),
        "items": items,
        **_fieldset(bound),
    }


def _choice_items(option: Params, look: Look) -> list[Params]:
    """The choice, after the divider that stands before it. What excludes all others always has an "or"."""
    value = option["value"]
    exclusive = bool(look.exclusive) and value == look.exclusive
    divider = look.dividers.get(value, "or" if exclusive else "")
    item = {"value": value, "text": option["text"], "checked": option["selected"]}
    if value in look.hints:
        item["hint"] = {"text": str(look.hints[value])}
    if exclusive:
        item["behaviour"] = "exclusive"
    return [{"divider": divider}, item] if divider else [item]
