"""What deadlines ask and tell the floors above, inside the transaction in which it happens.

Receivers read, and write rows of their own. They lock nothing: whoever changes a case holds it before its deadlines.
"""

from django.dispatch import Signal

who_may_hear = Signal()  # about_type, about_ref; answers with an Audience, or None where it is not theirs to say
deadline_missed = Signal()  # deadline
deadline_climbed = Signal()  # deadline, people (a list: those above who were told)
