"""What incidents tell the floors above and ask of them, inside the transaction in which it happens."""

from django.dispatch import Signal

incident_reported = Signal()  # incident, by
facts_changed = Signal()  # incident, by, reason, changed (names of facts)
message_sent = Signal()  # message
evidence_received = Signal()  # incident, by, evidence (a list), message (None when they did not come with one)
incident_withdrawn = Signal()  # incident, by
readers_changed = Signal()  # incident, by (None: the clock)
people_changed = Signal()  # people who are behind other incidents than before, and incidents: by their ids

# What incidents ask of them.
marks_wanted = Signal()  # people (by their ids), reader; answered with pairs of an id and a Mark
