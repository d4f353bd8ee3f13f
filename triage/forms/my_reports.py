from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm
from incidents.evidence.forms import HINT, FilesField


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
    attached = FilesField(label="Files (optional)", help_text=HINT, required=False)
    submit_label = "Send the message"


class WithdrawForm(GovukForm):
    reason = LongTextField(
        label="Why do you withdraw it?",
        help_text="The officers who can read the report can read this too.",
        max_length=2000,
        error_messages={
            "required": "Enter why you withdraw it",
            "max_length": "Why you withdraw it must be %(limit_value)d characters or fewer",
        },
    )
    submit_label = "Withdraw the report"
    submit_classes = "govuk-button--warning"
