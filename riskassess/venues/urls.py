"""Officers' pages begin with risk/, those of councillors with my/safety/."""

from django.urls import path

from riskassess.venues import assessing, mine, photos, views

urlpatterns = [
    path("risk/venues/", views.venues, name="venues"),
    path("risk/venues/add/", views.add, name="venue-add"),
    path("risk/venues/happened/<str:reference>/", views.happened, name="venue-happened"),
    path("risk/venues/controls/<str:reference>/in-place/", views.in_place, name="venue-in-place"),
    path("risk/venues/assessments/<str:reference>/", assessing.assessment, name="venue-assessment"),
    path("risk/venues/assessments/<str:reference>/visit/", assessing.visit, name="venue-visit"),
    path("risk/venues/assessments/<str:reference>/plan/", assessing.plan, name="venue-plan"),
    path("risk/venues/assessments/<str:reference>/<str:area>/", assessing.area, name="venue-area"),
    path("risk/venues/assessments/<str:reference>/<str:area>/photographs/", photos.add, name="venue-photos"),
    path("risk/venues/<str:reference>/", views.venue, name="venue"),
    path("risk/venues/<str:reference>/change/", views.change, name="venue-change"),
    path("risk/venues/<str:reference>/withdraw/", views.withdraw, name="venue-withdraw"),
    path("risk/venues/<str:reference>/bring-back/", views.bring_back, name="venue-bring-back"),
    path("risk/venues/<str:reference>/assess/", assessing.begin, name="venue-begin"),
    path("venues/photographs/<str:reference>/", photos.shown, name="venue-photo"),
    path("venues/photographs/<str:reference>/download/", photos.download, name="venue-photo-download"),
    path("venues/photographs/<str:reference>/remove/", photos.remove, name="venue-photo-remove"),
    path("my/safety/venues/", mine.venues, name="my-venues"),
    path("my/safety/venues/<str:reference>/", mine.venue, name="my-venue"),
]
