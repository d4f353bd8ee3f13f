from django.urls import path

from riskassess.interests import views

urlpatterns = [
    path("risk/interests/", views.interests, name="risk-interests"),
    path("risk/interests/<str:reference>/", views.interest, name="risk-interest"),
    path("my/safety/interests/apply/", views.apply, name="my-interest-apply"),
    path("my/safety/interests/<str:reference>/", views.mine, name="my-interest"),
]
