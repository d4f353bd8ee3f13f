"""Error messages as GOV.UK words them, built from the label where a field has none of its own."""

from django import forms

CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
ARTICLES = ("a", "an", "the", "your", "their", "this")
COMMANDS = ("add", "choose", "describe", "enter", "explain", "give", "say", "select", "tell", "write")


def word_errors(field: forms.Field) -> None:
    """Replaces Django's own sentences and leaves those that the form gave."""
    own = _django_messages(type(field))
    for code, message in _messages(field).items():
        if field.error_messages.get(code) == own.get(code):
            field.error_messages[code] = message


def _django_messages(kind: type[forms.Field]) -> dict[str, str]:
    messages: dict[str, str] = {}
    for parent in reversed(kind.__mro__):
        messages.update(getattr(parent, "default_error_messages", {}))
    return messages


def _messages(field: forms.Field) -> dict[str, str]:
    if isinstance(field, CHOSEN):
        ask = _ask(field, "Select")
        return {"required": ask, "invalid_choice": _literal(ask), "invalid_list": ask}
    if isinstance(field, forms.BooleanField):
        return {"required": "Tick the box to continue"}
    if isinstance(field, forms.FileField):
        return {"required": "Choose a file", "empty": "The file is empty. Choose another one"}
    return {"required": _ask(field, "Enter"), **_invalid(field), **_limits(field)}


def _invalid(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an email address in the correct format, like name@example.com"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{_subject(field)} must be a whole number"}
    return {}


def _limits(field: forms.Field) -> dict[str, str]:
    subject = _literal(_subject(field))
    return {
        "min_length": f"{subject} must be %(limit_value)d characters or more",
        "max_length": f"{subject} must be %(limit_value)d characters or fewer",
        "min_value": f"{subject} must be %(limit_value)s or more",
        "max_value": f"{subject} must be %(limit_value)s or less",
    }


def _subject(field: forms.Field) -> str:
    label = _label(field)
    return label if label and not (label.endswith("?") or _is_command(label)) else "Your answer"


def _ask(field: forms.Field, verb: str) -> str:
    """Full name: "Enter the full name". A question is asked again, and a command given again."""
    label = _label(field)
    if label.endswith("?"):
        return f"Answer “{label}”"
    if not label or _is_command(label):
        return label or f"{verb} an answer"
    words = label if label[1:2].isupper() else label[0].lower() + label[1:]
    return f"{verb} {words}" if _first_word(label) in ARTICLES else f"{verb} the {words}"


def _is_command(label: str) -> bool:
    return _first_word(label) in COMMANDS


def _first_word(label: str) -> str:
    return label.split(maxsplit=1)[0].lower()


def _literal(text: str) -> str:
    """Text for a message that Django fills in with its `%` operator."""
    return text.replace("%", "%%")


def _label(field: forms.Field) -> str:
    return str(field.label or "").strip()
