"""What a floor above may want to know of a message, in the same transaction."""

from django.dispatch import Signal

message_failed = Signal()  # message: OutboxMessage, which will not reach its person by its channel any more
