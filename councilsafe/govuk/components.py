"""GOV.UK components as safe HTML, from the macros of govuk-frontend-jinja."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"
# Beside "html" and "…Html", what the macros print as it comes: attributes given as one text, and slots.
RAW_KEYS = {"attributes", "start", "end", "navigationStart", "navigationEnd"}


def component(name: str, params: dict[str, Any]) -> SafeString:
    """The component `name` ("date-input"), fed with the names of the design system ("errorMessage")."""
    html = _macro(name)(_hardened(params))
    # Safe, because the macro escapes its text, and _hardened what the macro would not.
    return SafeString(html)  # nosec B703


@cache
def _macro(name: str) -> Callable[[dict[str, Any]], str]:
    template = _environment().get_template(f"{PACKAGE}/components/{name}/macro.html")
    macro = "govuk" + "".join(word.capitalize() for word in name.split("-"))
    return getattr(template.module, macro)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}),
        autoescape=True,
        auto_reload=False,  # each macro imports others at every call: no need to look at the disk for them
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _hardened(value: Any, key: str = "") -> Any:
    """The same parameters, with plain text escaped wherever a macro would print it as HTML."""
    if isinstance(value, dict):
        return {name: _hardened(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hardened(item) for item in value]
    if isinstance(value, Promise):
        value = str(value)
    return conditional_escape(value) if isinstance(value, str) and _printed_raw(key) else value


def _printed_raw(key: str) -> bool:
    return key.lower().endswith("html") or key in RAW_KEYS
