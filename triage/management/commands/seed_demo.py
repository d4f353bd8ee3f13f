"""Fill an empty database with the demonstration council."""

import random
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from triage.demo.activities import plan
from triage.demo.bulk import Bulk
from triage.demo.desk import lay
from triage.demo.duty import make_duty
from triage.demo.history import History
from triage.demo.people import email_of, make_accounts, make_councillors, make_rota
from triage.demo.register import enter
from triage.demo.tensions import brace
from triage.demo.together import belong
from triage.demo.venues import furnish
from triage.demo.visits import watch
from triage.demo.words import write

THROUGH_ACTIONS = 300
YEARS = timedelta(days=730)


class Command(BaseCommand):
    help = "Demonstration data: people, a rota and two years of invented incidents. Demo mode only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--incidents", type=int, default=THROUGH_ACTIONS, help="how many, 300 unless told")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same incidents")
        parser.add_argument("--once", action="store_true", help="do nothing when it has been done already")

    def handle(self, *, incidents: int, seed: int, once: bool, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Demonstration data is for demo mode only. Set DEMO_MODE=on (with DEBUG=on).")
        if User.objects.filter(email=email_of("councillor")).exists():
            if once:
                return
            raise CommandError("The demonstration data is there already. Use an empty database.")
        self.fill(incidents, seed, timezone.now())

    def fill(self, incidents: int, seed: int, now: datetime) -> None:
        moments = moments_before(now, incidents, seed)
        with transaction.atomic():
            people, councillors = make_accounts(), make_councillors()
            reporters = [people["councillor2"], *councillors]
            make_rota(people, now)
            History(people, reporters, seed, now).tell(moments[:THROUGH_ACTIONS])
            lay(people, councillors, now)
            belong(people, councillors, now)
            write(people, now)
            plan(people, now)
            furnish(people, now)
            enter(people, now)
            brace(people, now)
            make_duty(people, now)
            watch(people, now)
        Bulk([people["officer"], people["officer2"]], reporters, seed, now).tell(moments[THROUGH_ACTIONS:])
        self.stdout.write(
            f"The demonstration has {User.objects.count()} people and {len(moments)} incidents of the past."
        )


def moments_before(now: datetime, count: int, seed: int) -> list[datetime]:
    """Times of two years, more of them lately; in no order, so that any first part of them is spread as well."""
    chance = random.Random(seed)  # nosec B311  # invented incidents, not secrets
    return [now - YEARS * chance.random() ** 1.2 - timedelta(minutes=5) for _ in range(count)]
