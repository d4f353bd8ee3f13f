"""Officers' pages begin with risk/, those of councillors with my/safety/."""

from django.urls import path

from riskassess.activities import mine, views

MINE = "my/safety/activities/"

urlpatterns = [
    path(MINE, mine.activities, name="my-activities"),
    path(f"{MINE}begin/", mine.begin, name="my-activity-begin"),
    path(f"{MINE}<str:reference>/", mine.activity, name="my-activity"),
    path(f"{MINE}<str:reference>/hazards/", mine.hazards, name="my-activity-hazards"),
    path(f"{MINE}<str:reference>/who/", mine.others, name="my-activity-others"),
    path(f"{MINE}<str:reference>/hazards/<str:hazard>/", mine.hazard, name="my-activity-hazard"),
    path(f"{MINE}<str:reference>/help/", mine.ask, name="my-activity-ask"),
    path(f"{MINE}<str:reference>/finish/", mine.finish, name="my-activity-finish"),
    path(f"{MINE}<str:reference>/renew/", mine.renew, name="my-activity-renew"),
    path("risk/activities/", views.activities, name="activities"),
    path("risk/activities/<str:reference>/", views.activity, name="activity"),
    path("risk/activities/<str:reference>/take/", views.take, name="activity-take"),
    path("risk/activities/<str:reference>/hazards/<str:hazard>/", views.hazard, name="activity-hazard"),
]
