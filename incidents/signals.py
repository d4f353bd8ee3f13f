"""What incidents tell the floors above, inside the transaction in which it happens."""

from django.dispatch import Signal

incident_reported = Signal()  # incident, by
facts_changed = Signal()  # incident, by, reason
message_sent = Signal()  # message
