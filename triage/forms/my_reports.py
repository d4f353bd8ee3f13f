from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm


class MessageForm(GovukForm):
    body = LongTextField(
        label="Write to the officer",
        help_text="Ask something, add something, or say that it has got worse.",
        max_length=5000,
        error_messages={
            "required": "Enter your message",
            "max_length": "Your message must be %(limit_value)d characters or fewer",
        },
    )
    submit_label = "Send the message"
