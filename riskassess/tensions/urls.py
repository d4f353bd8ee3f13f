from django.urls import path

from riskassess.tensions import files, mine, views

urlpatterns = [
    path("risk/tensions/", views.tensions, name="tensions"),
    path("risk/tensions/add/", views.add, name="tension-add"),
    path("risk/tensions/counted/<str:reference>/", views.count, name="tension-count"),
    path("risk/tensions/briefings/<str:reference>/send/", views.send, name="briefing-send"),
    path("risk/tensions/files/<str:reference>/", files.download, name="briefing-file"),
    path("risk/tensions/files/<str:reference>/picture/", files.picture, name="briefing-picture"),
    path("risk/tensions/files/<str:reference>/remove/", files.remove, name="briefing-file-remove"),
    path("risk/tensions/<str:reference>/", views.tension, name="tension"),
    path("risk/tensions/<str:reference>/change/", views.change, name="tension-change"),
    path("risk/tensions/<str:reference>/briefing/", views.briefing, name="tension-briefing"),
    path("risk/tensions/<str:reference>/briefing/files/", files.files, name="briefing-files"),
    path("risk/tensions/<str:reference>/announce/", views.announce, name="tension-announce"),
    path("risk/tensions/<str:reference>/close/", views.close, name="tension-close"),
    path("risk/tensions/<str:reference>/uncount/<str:incident>/", views.uncount, name="tension-uncount"),
    path("my/safety/briefings/", mine.briefings, name="my-briefings"),
    path("my/safety/briefings/files/<str:reference>/", files.my_download, name="my-briefing-file"),
    path("my/safety/briefings/files/<str:reference>/picture/", files.my_picture, name="my-briefing-picture"),
    path("my/safety/briefings/<str:reference>/", mine.briefing, name="my-briefing"),
]
