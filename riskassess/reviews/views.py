from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.typed import keeps_typed, typed_before
from riskassess import actions
from riskassess.frame import show
from riskassess.models import RiskReview, RiskReviewQuerySet
from riskassess.profiles.signs import signs_of
from riskassess.reviews.forms import ReviewForm
from riskassess.reviews.policies import check_may_review, is_about, may_review
from riskassess.reviews.readable import causes_for

HISTORY_SIZE = 20


@require_safe
@require(Permission.SEE_REVIEWS)
def reviews(request: SignedInRequest) -> HttpResponse:
    done, overdue = request.GET.get("show") == "done", request.GET.get("due") == "overdue"
    rows = (
        RiskReview.objects.visible_to(request.user)
        .as_known_to(request.user)
        .with_people()
        .defer("reasons", "profile__reasons")
    )
    if done:
        rows, field = rows.done(), "done_at"
    else:
        rows, field = rows.overdue(timezone.localdate()) if overdue else rows.open(), "due_on"
    page = keyset_page(rows, field=field, descending=done, cursor=request.GET.get("cursor"))
    return show(request, "reviews/reviews", "risk-reviews", page=page, done=done, overdue=overdue and not done)


def by_reference(reference: str) -> RiskReviewQuerySet:
    return RiskReview.objects.open().filter(reference=reference)


@require_http_methods(["GET", "POST"])
@keeps_typed(by_reference)
@require(Permission.SEE_REVIEWS)
def review(request: SignedInRequest, reference: str) -> HttpResponse:
    known = RiskReview.objects.visible_to(request.user).as_known_to(request.user)
    shown = get_object_or_404(known.with_people(), reference=reference)
    if request.method == "POST":
        check_may_review(request.user, shown)
        form = ReviewForm(request.POST)
        if form.is_valid() and saved(form, by=request.user, review=shown):
            messages.success(request, "The review is saved. Reminders have stopped.")
            return redirect(shown)
    else:
        form = ReviewForm(typed_before(request), initial={"causes_seen": shown.causes.visible_to(request.user).count()})
        actions.record_opening(by=request.user, review=shown)
    return show(request, "reviews/review", "risk-reviews", **review_page(request.user, shown, form))


def saved(form: ReviewForm, *, by: User, review: RiskReview) -> bool:
    try:
        actions.do_review(by=by, review=review, **form.as_review())
    except actions.StaleReviewError as changed:
        form.show_again(str(changed), causes_seen=review.causes.visible_to(by).count())
        return False
    return True


def review_page(user: User, review: RiskReview, form: ReviewForm) -> dict[str, Any]:
    done = RiskReview.objects.done().filter(profile=review.profile).select_related("done_by").order_by("-done_at")
    return {
        "review": review,
        "profile": review.profile,
        "causes": causes_for(user, review),
        "signs": signs_of(user, review.profile.councillor),
        "history": [as_entry(one) for one in done[:HISTORY_SIZE]],
        "form": form if form.errors or (may_review(user, review) and not review.done_at) else None,
        "about_reader": is_about(user, review),
    }


def as_entry(review: RiskReview) -> dict[str, Any]:
    """A line of the timeline."""
    title = f"{review.get_outcome_display()} risk"
    return {"title": title, "at": review.done_at, "by": review.done_by, "text": review.reasons}
