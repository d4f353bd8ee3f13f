from django.urls import path

from riskassess.register import look_ups, views

urlpatterns = [
    path("risk/register/", views.register, name="register"),
    path("risk/register/propose/<str:reference>/", views.propose, name="register-propose"),
    path("risk/register/<str:reference>/", views.entry, name="register-entry"),
    path("risk/register/<str:reference>/<str:deed>/", views.move, name="register-move"),
    path("risk/look-ups/", look_ups.waiting, name="look-ups"),
    path("risk/look-ups/<str:reference>/", look_ups.word, name="look-up-word"),
    path("my/safety/look-up/", look_ups.look_up, name="look-up"),
    path("my/safety/look-up/asked/", look_ups.asked, name="look-up-asked"),
]
