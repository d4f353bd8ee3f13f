"""The people of the demonstration. All are invented; the addresses are of a domain that nobody can own."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import CouncillorDetails, CouncilType, User
from councilsafe.duty.actions import plan_shift

PASSWORD = "councilsafe-demo"  # nosec B105  # public on purpose; the settings refuse demo mode anywhere else

ACCOUNTS = [
    ("councillor", "Maren Holloway", [Role.COUNCILLOR]),
    ("councillor2", "Idris Penhallow", [Role.COUNCILLOR]),
    ("officer", "Tamsin Okafor", [Role.OFFICER]),
    ("officer2", "Bram Whitlock", [Role.OFFICER]),
    ("manager", "Judith Amberley", [Role.MANAGER]),
    ("monitoring", "Rashid Colborne", [Role.MONITORING]),
    ("safety", "Wilma Trask", [Role.SAFETY]),
    ("champion", "Osric Fennimore", [Role.COUNCILLOR, Role.CHAMPION]),
    ("police", "Sergeant Nell Quarry", [Role.POLICE]),
    ("admin", "Piers Underhay", [Role.ADMIN]),
]

FIRST_NAMES = ["Abel", "Bettina", "Caius", "Dorrie", "Ebun", "Farida", "Gethin", "Hollis", "Imelda", "Jory"]
LAST_NAMES = ["Ashgrove", "Birdwood", "Castellan", "Dunmarsh", "Elverton", "Farthingale"]
WARDS = ["Alder Hill", "Brindle Park", "Copse End", "Dovecote", "Eastmere", "Fallow Field", "Gildhouse", "Harbour"]
GROUPS = ["Harvest Group", "Lantern Group", "Millstream Group", ""]
COUNCILLORS = 40
ROTA_DAYS = 42


def email_of(name: str) -> str:
    return f"{name}@example.org"


@transaction.atomic
def make_accounts() -> dict[str, User]:
    """The ten accounts that can be signed in to, by the name before the @. Their one password is hashed once."""
    made = {
        name: User.objects.create_user(email_of(name), None, name=full_name, roles=[role.value for role in roles])
        for name, full_name, roles in ACCOUNTS
    }
    User.objects.filter(pk__in=[user.pk for user in made.values()]).update(password=make_password(PASSWORD))
    for place, user in enumerate(made.values()):
        if user.has_role(Role.COUNCILLOR):
            give_details(user, place)
        User.objects.filter(pk=user.pk).update(phone=f"01632 9600{place:02}")  # numbers kept for drama
        if user.has_role(Role.OFFICER):
            User.objects.filter(pk=user.pk).update(mobile=f"+4477009009{place:02}", wants_texts=True)  # and these
    return made


@transaction.atomic
def make_councillors() -> list[User]:
    """Councillors without a password: there to be reported for, never to sign in."""
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES][:COUNCILLORS]
    made = []
    for place, name in enumerate(names):
        address = email_of(name.lower().replace(" ", "."))
        user = User.objects.create_user(address, None, name=name, roles=[Role.COUNCILLOR.value])
        give_details(user, place)
        made.append(user)
    return made


def give_details(user: User, place: int) -> None:
    CouncillorDetails.objects.create(
        user=user,
        ward=WARDS[place % len(WARDS)],
        group=GROUPS[place % len(GROUPS)],
        council_type=CouncilType.PARISH if place % 9 == 8 else CouncilType.PRINCIPAL,
    )


def make_rota(people: dict[str, User], now: datetime) -> None:
    """Six weeks of days and nights, the two officers first and second in turn. One gap, for the manager to see."""
    start = timezone.localtime(now).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)
    officers = [people["officer"], people["officer2"]]
    for day in range(ROTA_DAYS):
        if day == ROTA_DAYS // 2:
            continue
        morning = start + timedelta(days=day)
        evening, next_morning = morning.replace(hour=17), morning + timedelta(days=1)
        first, second = officers if (day // 7) % 2 == 0 else officers[::-1]
        plan_shift(by=people["manager"], starts_at=morning, ends_at=evening, first=first, second=second)
        plan_shift(by=people["manager"], starts_at=evening, ends_at=next_morning, first=second, second=first)
