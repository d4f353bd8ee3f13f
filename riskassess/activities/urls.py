"""Officers' pages begin with risk/, those of councillors with my/safety/."""

from django.urls import path

from riskassess.activities import mine, template_views, views

MINE = "my/safety/activities/"
RISK = "risk/activities/"
TEMPLATES = f"{RISK}templates/"

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
    path(RISK, views.activities, name="activities"),
    path(f"{RISK}begin/", views.begin, name="activity-begin"),
    path(TEMPLATES, template_views.templates, name="activity-templates"),
    path(f"{TEMPLATES}add/", template_views.add, name="activity-template-add"),
    path(f"{TEMPLATES}<str:key>/", template_views.change, name="activity-template"),
    path(f"{TEMPLATES}<str:key>/retire/", template_views.retire, name="activity-template-retire"),
    path(f"{TEMPLATES}<str:key>/offer/", template_views.offer, name="activity-template-offer"),
    path(f"{RISK}<str:reference>/", views.activity, name="activity"),
    path(f"{RISK}<str:reference>/take/", views.take, name="activity-take"),
    path(f"{RISK}<str:reference>/hazards/", views.hazards, name="activity-hazards"),
    path(f"{RISK}<str:reference>/who/", views.others, name="activity-others"),
    path(f"{RISK}<str:reference>/hazards/<str:hazard>/", views.hazard, name="activity-hazard"),
]
