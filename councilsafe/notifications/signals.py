"""What a floor above may want to know of a message, in the same transaction."""

from django.dispatch import Signal

still_wanted = Signal()  # message: OutboxMessage, about to be sent; answers False where the reason for it is gone
message_failed = Signal()  # message: OutboxMessage, which will not reach its person by its channel any more
