"""Venues, and sensitive interests, in three simulated years: assessed, reopened, late, forgotten, withdrawn."""

from datetime import UTC, date, datetime

from councilsafe.accounts.models import User
from riskassess.actions import interests, venue_assessments, venues
from riskassess.models import Cause, Outcome, SensitiveInterest, Venue, VenueAssessment
from riskassess.venues.areas import KEYS, Rating
from tests.simulation.safety_books import Books
from tests.simulation.safety_programs import Workers
from tests.simulation.wall import DAY, HOUR, months_later, today, working_days_later

REVIEW, CONTROL = "venue.review", "venue.control"
GOOD = {"rating": Rating.GOOD, "evidence": "Seen.", "controls": "", "owner": None, "due_on": None}


class Places(Workers):
    books: Books
    officers: list[User]
    safety: list[User]
    monitoring: list[User]

    def add_venues(self, number: int) -> None:
        self.venues: list[Venue] = []
        self.applied: set[User] = set()  # whose application waits, or is granted
        self.controls: dict[int, dict[str, date]] = {}  # by the venue: what is not in place yet
        for _ in range(number):
            self.at(self.begins + 60 * DAY * self.chance.random(), self.add_venue)

    def somebody(self, people: list[User]) -> User:
        """Who is still here, and is not away if that can be."""
        here = [one for one in people if one.is_active]
        return self.chance.choice(here)

    def some_day(self, day: date) -> datetime:
        """When somebody does what is due on a day: mostly before it, some after, a few long after."""
        kind = self.chance.choices(["early", "late", "weeks late", "months late"], [62, 27, 9, 2])[0]
        days = {"early": (-12, -0.2), "late": (0.3, 16), "weeks late": (16, 70), "months late": (70, 150)}[kind]
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return max(noon + DAY * self.chance.uniform(*days), datetime.now(UTC) + HOUR * self.chance.uniform(1, 60))

    # Venues ----------------------------------------------------------------------------------------------------------

    def add_venue(self) -> None:
        by, count = self.somebody(self.safety), len(self.venues)
        about = {"name": f"Hall {count}", "address": f"{count} Elm Road", "ward": "Northgate", "used_for": "Surgeries"}
        venue = venues.add_venue(by=by, **about)
        self.venues.append(venue)
        self.at(datetime.now(UTC) + DAY * self.chance.uniform(1, 30), lambda: self.assess(venue))

    def assess(self, venue: Venue) -> None:
        venue.refresh_from_db()
        by = self.somebody(self.safety)
        assessment = venue_assessments.begin(by=by, venue=venue)
        with_controls = self.chance.sample(KEYS, self.chance.choice([0, 0, 1, 2]))
        for key in KEYS:
            found = {**GOOD, **(self.control() if key in with_controls else {})}
            venue_assessments.save_finding(by=by, assessment=assessment, area=key, in_place=False, **found)
        venue_assessments.save_visit(by=by, assessment=assessment, visited_on=today(), summary="Sit by the door.")
        outcome = Outcome.UNFIT if self.chance.random() < 0.06 else Outcome.FIT
        until = today() + self.chance.randint(40, 300) * DAY if self.chance.random() < 0.2 else None
        seen = venue.causes.open().visible_to(by).count()
        venue_assessments.finish(by=by, assessment=assessment, outcome=outcome, causes_seen=seen, review_on=until)
        self.keep_account(venue, assessment, None if outcome == Outcome.UNFIT else until or months_later(today(), 12))

    def control(self) -> dict[str, object]:
        due_on, owner = today() + self.chance.randint(5, 60) * DAY, self.somebody(self.officers)
        return {"rating": Rating.CONTROLS, "controls": "Fit a lock.", "owner": owner, "due_on": due_on}

    def keep_account(self, venue: Venue, assessment: VenueAssessment, until: date | None) -> None:
        """The review is done, what was still to be done falls away, and all begins anew."""
        self.books.end(venue.reference, REVIEW)
        for ref in self.controls.pop(venue.pk, {}):
            self.books.end(ref, CONTROL)
        for finding in assessment.findings.exclude(controls="").select_related("owner"):
            self.controls.setdefault(venue.pk, {})[finding.reference] = finding.due_on
            self.books.due(finding.reference, CONTROL, finding.due_on)
            self.at(self.some_day(finding.due_on), lambda finding=finding: self.put_in_place(venue, finding))
        if until:
            self.books.due(venue.reference, REVIEW, until)
        self.assess_again(venue, until or today() + 20 * DAY)

    def assess_again(self, venue: Venue, day: date) -> None:
        """Only the last of these plans counts."""
        plan = self.plans[venue.reference] = object()
        self.at(self.some_day(day), lambda: self.assess(venue) if self.plans[venue.reference] is plan else None)

    def put_in_place(self, venue: Venue, finding: object) -> None:
        if self.controls.get(venue.pk, {}).pop(finding.reference, None):
            by = finding.owner if self.here(finding.owner) else self.somebody(self.safety)
            venues.say_in_place(by=by, finding=finding)
            self.books.end(finding.reference, CONTROL)

    def here(self, person: User) -> bool:
        return User.objects.get(pk=person.pk).is_active

    def something_at(self, venue: Venue, cause: Cause, ref: str) -> None:
        """An approved venue is looked at again in five working days, or sooner where it was due sooner."""
        venues.reopen(venue=venue, cause=cause, about_ref=ref)
        if found := self.books.open(venue.reference, REVIEW):
            day = min(found.day, working_days_later(datetime.now(UTC), 5))
            self.books.due(venue.reference, REVIEW, day)
            self.assess_again(venue, day)

    def withdraw(self, venue: Venue) -> None:
        by = self.somebody(self.safety)
        self.plans[venue.reference] = object()
        venues.withdraw(by=by, venue=venue, reason="It is sold.")
        self.books.end(venue.reference, REVIEW)
        for ref in self.controls.pop(venue.pk, {}):
            self.books.end(ref, CONTROL)
        self.at(datetime.now(UTC) + DAY * self.chance.uniform(5, 200), lambda: self.bring_back(venue))

    def bring_back(self, venue: Venue) -> None:
        self.look_now()  # whoever looked after it may have gone
        venues.bring_back(by=self.somebody(self.safety), venue=venue)
        self.assess_again(venue, today() + 20 * DAY)

    # Interests -------------------------------------------------------------------------------------------------------

    def apply(self, by: User) -> None:
        """Not while another of theirs waits or is granted."""
        if by in self.applied:
            return
        self.applied.add(by)
        about = {"kind": "land", "which": f"A house, {self.number}", "why": "It is known.", "signed_name": by.name}
        interest = interests.apply(by=by, **about)
        day = working_days_later(datetime.now(UTC), 5)
        self.books.due(interest.reference, "interest.decide", day)
        self.follow_in_plan(by)
        self.at(self.some_day(day), lambda: self.decide(interest))

    def decide(self, interest: SensitiveInterest) -> None:
        by = self.somebody(self.monitoring)
        self.books.end(interest.reference, "interest.decide")
        if self.chance.random() < 0.2:
            interests.refuse(by=by, interest=interest, reason="It is public already.")
            self.applied.discard(interest.councillor)
        else:
            interests.grant(by=by, interest=interest, reason="It is a danger.")
            self.look_again(interest)
        self.follow_in_plan(interest.councillor)

    def look_again(self, interest: SensitiveInterest) -> None:
        day = months_later(today(), 12)
        self.books.due(interest.reference, "interest.review", day)
        self.at(self.some_day(day), lambda: self.review_interest(interest))

    def review_interest(self, interest: SensitiveInterest) -> None:
        by = self.somebody(self.monitoring)
        self.books.end(interest.reference, "interest.review")
        if self.chance.random() < 0.3:
            interests.end(by=by, interest=interest, reason="It is over.")
            self.applied.discard(interest.councillor)
        else:
            interests.keep(by=by, interest=interest, reason="It is still needed.")
            self.look_again(interest)
        self.follow_in_plan(interest.councillor)

    def follow_in_plan(self, councillor: User) -> None:
        """The councillor's plan shows it as well."""
