"""The reminders board: what is due, late and missing, by person."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.paging import keyset_page
from riskassess.board.filters import WHEN, Filters
from riskassess.board.kinds import KINDS, on_board
from riskassess.board.missing import MISSING, missing_for
from riskassess.board.pages import by_person, lines
from riskassess.frame import show

HERE = "risk-board"
SIZE = 50
PEOPLE = 12  # with the most that is late; the others by a link


@require_safe
@require(Permission.SEE_BOARD)
def board(request: SignedInRequest) -> HttpResponse:
    now, filters = timezone.now(), Filters.read(request.GET)
    rows = on_board(request.user)
    people = by_person(rows, now)
    names = {person["owner__reference"]: person["owner__name"] for person in people}
    chosen = filters.of(rows, now).select_related("owner")
    page = keyset_page(chosen, field="due_at", descending=False, size=SIZE, cursor=request.GET.get("cursor"))
    context = {
        "people": people if "everybody" in request.GET else people[:PEOPLE],
        "everybody": len(people),
        "late": sum(person["late"] for person in people),
        "soon": sum(person["soon"] for person in people),
        "missing": missing_for(request.user, timezone.localdate(now)),
        "page": page,
        "lines": lines(page.rows, request.user, now),
        "filters": filters,
        "name": names.get(filters.person, ""),
        "tags": filters.tags(names.get(filters.person, "")),
        "kinds": [(name, kind.words) for name, kind in KINDS.items()],
        "when": WHEN.items(),
        "clear_href": reverse("risk-board"),
    }
    return show(request, "board/board", HERE, **context)


@require_safe
@require(Permission.SEE_BOARD)
def missing(request: SignedInRequest, what: str) -> HttpResponse:
    found = MISSING.get(what)
    if found is None or not request.user.may(found.permission):
        raise Http404
    rows = found.rows(request.user, timezone.localdate())
    page = keyset_page(rows, field=found.field, descending=False, size=SIZE, cursor=request.GET.get("cursor"))
    shown = [(found.name_of(row), found.path_of(row)) for row in page.rows]
    return show(request, "board/missing", HERE, page=page, lines=shown, words=found.words)
