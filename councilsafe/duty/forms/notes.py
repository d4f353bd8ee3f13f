from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm

LONGEST = 4000


class NoteForm(GovukForm):
    text = LongTextField(
        label="What does the next person need to know?",
        help_text="Name cases by their reference and say nothing else about them: everybody who sees the rota can read "
        "this. A reference becomes a link, which opens only for those who may see the case.",
        max_length=LONGEST,
        error_messages={"required": "Enter what the next person needs to know"},
    )
    submit_label = "Leave the note"
