"""Mobile numbers as the whole world writes them: `07700 900 982` is `+447700900982`."""

import re

WHOLE = re.compile(r"\+[1-9][0-9]{6,14}")
UK_MOBILE = re.compile(r"\+447[0-9]{9}")


def mobile(text: str) -> str:
    """As E.164, British unless it begins with + or 00. Empty where it is no mobile number."""
    number = re.sub(r"[\s().\-]", "", text.replace("(0)", ""))
    number = f"+{number[2:]}" if number.startswith("00") else number
    number = f"+44{number[1:]}" if number.startswith("0") else number
    if number.startswith("+44"):
        return number if UK_MOBILE.fullmatch(number) else ""
    return number if WHOLE.fullmatch(number) else ""
