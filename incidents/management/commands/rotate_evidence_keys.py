"""After a new key was put in front of EVIDENCE_KEYS: encrypt everything under it, a file at a time.

It may be stopped and started again at any moment. When it says that nothing is left, the old keys may go.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.actions.evidence import change_key, with_old_keys
from incidents.evidence.crypt import UnreadableError
from incidents.models import HeldMail, StoredFile


class Command(BaseCommand):
    help = "Encrypt all evidence anew under the first key of EVIDENCE_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        work = with_old_keys()
        failed = [one.reference for one in work if not self.changed(one)]
        if failed:
            raise CommandError(f"Keep the old keys. These are as they were: {', '.join(failed)}")
        self.stdout.write(f"{len(work)} changed to the new key. Nothing is left under an old one.")

    def changed(self, one: StoredFile | HeldMail) -> bool:
        try:
            change_key(of=one)
        except (UnreadableError, OSError) as error:
            self.stderr.write(f"{one.reference}: {error}")
            return False
        return True
