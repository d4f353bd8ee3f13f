"""Officers' pages begin with risk/, those of councillors with my/safety/."""

from django.urls import path

from riskassess.venues import views

urlpatterns = [
    path("risk/venues/", views.venues, name="venues"),
    path("risk/venues/<str:reference>/", views.venue, name="venue"),
]
