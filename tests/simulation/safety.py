"""Three years of a council that keeps its councillors safe: people review, offer, answer, forget, leave and return."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import time_machine

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.models import Absence
from riskassess.actions import mitigations, profiles, reopen
from riskassess.actions.reviews import do_review
from riskassess.models import Cause, Mitigation, RiskProfile, RiskReview
from tests.factories import CouncillorFactory, UserFactory
from tests.simulation.safety_books import Books
from tests.simulation.safety_places import Places
from tests.simulation.safety_visits import Visits
from tests.simulation.wall import DAY, HOUR, midnight, months_later, today, working_days_later

MONTHS = {"low": 12, "medium": 6, "high": 3}  # P31: between two reviews
CHECKED = {"alarm": 3, "meeting_security": 3, "cctv": 6, "doorbell_camera": 6, "police_marker": 6}  # or in 12 months
OPENS = 14 * DAY  # before its day
OFFERED, ACCEPTED, IN_PLACE = "plan.answer", "plan.place", "plan.check"  # what is waited for
YOURS = "plan.yours"


class Size(NamedTuple):
    councillors: int
    venues: int
    visits: int
    incidents: int


class Opening(NamedTuple):
    """A periodic review: since when it should be open, and since when it is. Not at all: None."""

    whose: int
    awaited: datetime
    opened: datetime | None


class Council(Places, Visits):
    def __init__(self, seed: int, size: Size, clock: time_machine.Traveller) -> None:
        super().__init__(seed, clock)
        self.books, self.size = Books(), size
        self.plans: dict[str, object] = {}  # what somebody has decided to do some day, by what it is about
        self.awaited: dict[int, datetime] = {}  # from when on a councillor's next review should be open
        self.next_on: dict[int, date] = {}
        self.openings: list[Opening] = []
        self.offers: dict[int, dict[int, tuple[str, date]]] = {}  # by the profile: each thing, what it waits for
        self.newest = {RiskProfile: 0, RiskReview: 0, Mitigation: 0}
        self.people()
        self.events()
        self.add_venues(size.venues)
        self.plan_visits(size.visits)

    # Who there is ----------------------------------------------------------------------------------------------------

    def people(self) -> None:
        self.safety = UserFactory.create_batch(4, roles=[Role.SAFETY])
        self.officers = UserFactory.create_batch(3, roles=[Role.OFFICER])
        self.managers = UserFactory.create_batch(2, roles=[Role.MANAGER])
        self.monitoring = UserFactory.create_batch(2, roles=[Role.MONITORING])
        self.councillors: list[User] = []
        for _ in range(self.size.councillors):
            self.at(self.begins + 45 * DAY * self.chance.random(), self.join)
        staff = [*self.safety, *self.officers, *self.managers, *self.monitoring]
        self.absences = [(one, *stretch) for one in staff for stretch in self.stretches(9, 12 * DAY)]
        Absence.objects.bulk_create(
            Absence(person=person, starts_at=starts, ends_at=ends, kind="leave")
            for person, starts, ends in self.absences
        )
        self.gone: list[tuple[User, datetime, datetime]] = []
        self.leavings()

    def leavings(self) -> None:
        """Some for months, some for good; once both managers; and every safety officer for a week."""
        some_day = lambda first, last: self.begins + DAY * self.chance.uniform(first, last)  # noqa: E731
        self.leave(self.safety[3], some_day(250, 500), 2000 * DAY)
        self.leave(self.safety[2], some_day(520, 700), 100 * DAY)
        self.leave(self.officers[1], some_day(200, 800), 2000 * DAY)
        self.leave(self.monitoring[1], some_day(300, 600), 150 * DAY)
        both, none = some_day(150, 900), some_day(750, 1000)
        self.leave(self.managers[0], both, 14 * DAY)
        self.leave(self.managers[1], both - 20 * DAY, 40 * DAY)
        for one in self.safety[:3]:
            self.leave(one, none, 7 * DAY)
        self.stands_in = UserFactory(roles=[Role.SAFETY], is_active=False)  # while none of the others is there
        self.gone.append((self.stands_in, self.begins - DAY, none - DAY))
        self.at(none - DAY, lambda: self.active(self.stands_in, True))
        self.safety.append(self.stands_in)

    def leave(self, person: User, starts: datetime, length: timedelta) -> None:
        self.gone.append((person, starts, starts + length))
        self.at(starts, lambda: self.active(person, False))
        self.at(starts + length, lambda: self.active(person, True))

    def active(self, person: User, is_active: bool) -> None:
        User.objects.filter(pk=person.pk).update(is_active=is_active)
        person.is_active = is_active
        self.look_now()

    def join(self) -> None:
        self.councillors.append(CouncillorFactory())
        self.look_now()

    def sit_no_more(self) -> None:
        """A by-election."""
        person = self.chance.choice([one for one in self.councillors if one.is_active])
        self.gone.append((person, datetime.now(UTC), self.ends + DAY))
        self.awaited.pop(person.pk, None)
        self.active(person, False)
        self.join()

    # What happens ----------------------------------------------------------------------------------------------------

    def events(self) -> None:
        some = self.size.councillors
        self.many(self.size.incidents, lambda: self.something(Cause.INCIDENT))
        self.many(self.size.incidents // 8, lambda: self.something(Cause.PATTERN))
        self.many(max(2, some // 5), self.tension)
        self.many(some // 3, self.another_role)
        self.many(some // 3, self.ask)
        self.many(some // 4, lambda: self.apply(self.councillor()))
        self.many(some // 2, self.make_buddies)
        self.many(max(1, some // 25), self.sit_no_more)
        self.many(max(1, self.size.venues // 8), self.sell)

    def many(self, number: int, deed: object) -> None:
        for _ in range(number):
            self.at(self.begins + 70 * DAY + (self.ends - self.begins - 70 * DAY) * self.chance.random(), deed)

    def councillor(self) -> User:
        return self.chance.choice([one for one in self.councillors if one.is_active])

    def something(self, cause: Cause) -> None:
        ref = f"CS-{next(self.number)}"
        self.open_again(self.councillor(), cause, ref)
        if cause == Cause.INCIDENT and self.chance.random() < 0.15:
            self.something_at(self.chance.choice(self.venues), cause, ref)

    def tension(self) -> None:
        ref = f"TN-{next(self.number)}"
        for one in self.chance.sample(self.councillors, min(4, len(self.councillors))):
            if one.is_active:
                self.open_again(one, Cause.TENSION, ref)
        for venue in self.chance.sample(self.venues, min(2, len(self.venues))):
            self.something_at(venue, Cause.TENSION, ref)

    def sell(self) -> None:
        venue = self.chance.choice(self.venues)
        venue.refresh_from_db()
        if venue.state != "withdrawn":
            self.withdraw(venue)

    def open_again(self, councillor: User, cause: Cause, ref: str) -> None:
        self.opened_again(reopen(councillor=councillor, cause=cause, about_ref=ref))

    def another_role(self) -> None:
        by = self.somebody(self.officers)
        self.opened_again(profiles.note_role_change(councillor=self.councillor(), by=by, reason="Another committee."))

    def ask(self) -> None:
        """Asked twice, it is what waits already, and no day moves."""
        by = self.councillor()
        waiting = RiskReview.objects.open().filter(profile__councillor=by, causes__cause=Cause.ASKED).exists()
        review = profiles.ask_for_review(by=by, words="I am worried.")
        if not waiting:
            self.opened_again(review)

    def opened_again(self, review: RiskReview) -> None:
        """In five working days, or sooner where it was due sooner."""
        day, found = working_days_later(datetime.now(UTC), 5), self.books.open(review.reference, "review")
        self.books.due(review.reference, "review", min(found.day, day) if found else day)
        self.newest[RiskReview] = max(self.newest[RiskReview], review.pk)
        self.awaited.pop(review.profile.councillor_id, None)
        self.find_new_profiles()
        self.review_some_day(review)

    # Reviews ---------------------------------------------------------------------------------------------------------

    def after(self, name: str) -> None:
        if name == "riskassess.look_after_reviews":
            self.find_new_profiles()
            self.find_opened()
        elif name == "riskassess.watch_visits":
            self.see_alarms()

    def find_new(self, model: type, **which: object) -> list:
        found = list(model.objects.filter(pk__gt=self.newest[model], **which).order_by("pk"))
        self.newest[model] = found[-1].pk if found else self.newest[model]
        return found

    def find_new_profiles(self) -> None:
        """A councillor's first review is due in four weeks."""
        for profile in self.find_new(RiskProfile):
            self.await_review(profile.councillor_id, today() + 28 * DAY)

    def await_review(self, whose: int, day: date) -> None:
        self.next_on[whose], self.awaited[whose] = day, midnight(day - OPENS)
        if RiskReview.objects.open().filter(profile__councillor=whose).exists():
            del self.awaited[whose]

    def find_opened(self) -> None:
        for review in self.find_new(RiskReview):
            whose = review.profile.councillor_id
            awaited = self.awaited.pop(whose, self.ends)
            self.openings.append(Opening(whose, awaited, review.opened_at))
            self.books.due(review.reference, "review", self.next_on[whose])
            self.review_some_day(review)

    def review_some_day(self, review: RiskReview) -> None:
        plan = self.plans[review.reference] = object()
        moment = self.some_day(self.books.open(review.reference, "review").day)
        self.at(moment, lambda: self.review(review) if self.plans[review.reference] is plan else None)

    def review(self, review: RiskReview) -> None:
        review = RiskReview.objects.select_related("profile__councillor").get(pk=review.pk)
        by, profile = self.somebody(self.safety), review.profile
        band = self.chance.choices(list(MONTHS), [55, 30, 15])[0]
        day = months_later(today(), MONTHS[band])
        sooner = today() + self.chance.randint(10, 80) * DAY if self.chance.random() < 0.15 else None
        do_review(by=by, review=review, band=band, reasons="As we found it.", next_review_on=sooner)
        self.books.end(review.reference, "review")
        if profile.councillor.is_active:
            self.await_review(profile.councillor_id, sooner or day)
            if self.awaited[profile.councillor_id] <= datetime.now(UTC):
                self.awaited[profile.councillor_id] = datetime.now(UTC)
                self.look_now()
        self.take_offers(profile)

    # What is offered -------------------------------------------------------------------------------------------------

    def take_offers(self, profile: RiskProfile) -> None:
        day = working_days_later(datetime.now(UTC), 10)
        new = self.find_new(Mitigation, profile=profile)
        self.offers.setdefault(profile.pk, {}).update({one.pk: (OFFERED, day) for one in new})
        self.keep_plan(profile)
        if new:
            self.at(self.some_day(day), lambda: self.answer(profile, new))

    def keep_plan(self, profile: RiskProfile) -> None:
        """For what is waited for, the first day of all."""
        for kind in (OFFERED, ACCEPTED, IN_PLACE):
            days = [day for waits_for, day in self.offers[profile.pk].values() if waits_for == kind]
            for each in (kind, YOURS) if kind == OFFERED else (kind,):
                if days:
                    self.books.due(profile.reference, each, min(days))
                else:
                    self.books.end(profile.reference, each)

    def wait(self, profile: RiskProfile, one: Mitigation, waits_for: str = "", day: date | None = None) -> None:
        self.offers[profile.pk].pop(one.pk)
        if day:
            self.offers[profile.pk][one.pk] = (waits_for, day)
        self.keep_plan(profile)

    def answer(self, profile: RiskProfile, offered: list[Mitigation]) -> None:
        """The councillor; or for who sits no more an officer, to whom they said so."""
        by = profile.councillor if profile.councillor.is_active else self.somebody(self.safety)
        later = []
        for one in offered:
            says, waits_for = self.chance.random(), self.offers[profile.pk].get(one.pk, ("",))[0]
            if waits_for != OFFERED:  # an application has answered it
                continue
            if says < 0.4 and one.kind != "section_32":
                mitigations.accept(by=by, mitigation=one)
                day = working_days_later(datetime.now(UTC), 20)
                self.wait(profile, one, ACCEPTED, day)
                self.at(self.some_day(day), lambda one=one: self.place(profile, one))
            elif says < 0.9:
                mitigations.decline(by=by, mitigation=one, reason="I have one.")
                self.wait(profile, one)
            else:
                later.append(one)
        if later:
            self.at(datetime.now(UTC) + DAY * self.chance.uniform(1, 40), lambda: self.answer(profile, later))

    def follow_in_plan(self, councillor: User) -> None:
        """Applying says yes to the offer; granted, its own review looks after it; refused or ended, it is offered."""
        self.find_new_profiles()
        profile = RiskProfile.objects.select_related("councillor").get(councillor=councillor)
        self.find_new(Mitigation, profile=profile)
        found, offers = profile.mitigations.filter(kind="section_32").last(), self.offers.setdefault(profile.pk, {})
        if found and found.changed_at == datetime.now(UTC):
            offers.pop(found.pk, None)
            if waits_for := {"offered": OFFERED, "accepted": ACCEPTED}.get(found.state):
                days = 10 if waits_for == OFFERED else 20
                offers[found.pk] = (waits_for, working_days_later(datetime.now(UTC), days))
            if found.state == "offered":
                self.at(self.some_day(offers[found.pk][1]), lambda: self.answer(profile, [found]))
            self.keep_plan(profile)

    def place(self, profile: RiskProfile, one: Mitigation) -> None:
        by, device = self.somebody(self.safety), {"serial": "S-1", "tested_on": today()} if one.kind == "alarm" else {}
        mitigations.put_in_place(by=by, mitigation=one, on=today(), **device)
        self.wait_for_check(profile, one, months_later(today(), CHECKED.get(one.kind, 12)))

    def wait_for_check(self, profile: RiskProfile, one: Mitigation, day: date) -> None:
        self.wait(profile, one, IN_PLACE, day)
        self.at(self.some_day(day), lambda: self.check(profile, one))

    def check(self, profile: RiskProfile, one: Mitigation) -> None:
        """Some do not work any more, and are looked at again in a week; some are not needed any more."""
        by, works = self.somebody(self.safety), self.chance.random() < 0.9
        if self.chance.random() < 0.15:
            mitigations.end(by=by, mitigation=one, reason="It is not needed.")
            self.wait(profile, one)
            return
        one.refresh_from_db()
        if one.checked_on == today():
            self.at(datetime.now(UTC) + DAY + HOUR, lambda: self.check(profile, one))
            return
        mitigations.check(by=by, mitigation=one, on=today(), works=works, note="Tried.")
        month = months_later(today(), CHECKED.get(one.kind, 12))
        self.wait_for_check(profile, one, month if works else today() + 7 * DAY)

    # Who was there ---------------------------------------------------------------------------------------------------

    def there(self, person: User, moment: datetime) -> bool:
        return not any(one == person and starts <= moment < ends for one, starts, ends in self.gone)

    def away(self, person: User, moment: datetime) -> bool:
        return any(one == person and starts <= moment < ends for one, starts, ends in self.absences)
