"""The front door: which app answers which address."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("councilsafe.accounts.urls")),
    path("", include("councilsafe.notifications.urls")),
    path("", include("councilsafe.duty.urls")),
    path("", include("incidents.urls")),
    path("", include("riskassess.urls")),
    path("", include("triage.urls")),
    path("", include("insight.urls")),
]
