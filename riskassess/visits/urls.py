from django.urls import path

from riskassess.visits.views import circle, own, plans, watch

MINE = "my/safety/visits/"

urlpatterns = [
    path(MINE, own.visits, name="my-visits"),
    path(f"{MINE}plan/", plans.plan, name="my-visit-plan"),
    path(f"{MINE}words/", own.words, name="my-visit-words"),
    path(f"{MINE}buddies/", circle.buddies, name="my-buddies"),
    path(f"{MINE}buddies/<str:reference>/", circle.buddy, name="my-buddy"),
    path(f"{MINE}diary/", circle.diary, name="my-diary"),
    path(f"{MINE}diary.ics", circle.diary_file, name="my-diary-file"),
    path("visits/diary/<str:key>.ics", circle.diary_feed, name="diary-feed"),
    path(f"{MINE}<str:reference>/", own.visit, name="my-visit"),
    path(f"{MINE}<str:reference>/change/", plans.change, name="my-visit-change"),
    path(f"{MINE}<str:reference>/look-up/", plans.look_up, name="my-visit-look-up"),
    path(f"{MINE}<str:reference>/start/", own.start, name="my-visit-start"),
    path(f"{MINE}<str:reference>/cancel/", own.cancel, name="my-visit-cancel"),
    path(f"{MINE}<str:reference>/end/", own.end, name="my-visit-end"),
    path(f"{MINE}<str:reference>/more-time/", own.more_time, name="my-visit-more-time"),
    path(f"{MINE}<str:reference>/call-me/", own.call_me, name="my-visit-call-me"),
    path(f"{MINE}<str:reference>/rung/", own.rung, name="my-visit-rung"),
    path("risk/visits/", watch.visits, name="visits"),
    path("risk/visits/<str:reference>/", watch.visit, name="visit"),
    path("risk/visits/<str:reference>/answer/", watch.answer, name="visit-answer"),
    path("risk/visits/<str:reference>/rung/", watch.rung, name="visit-rung"),
]
