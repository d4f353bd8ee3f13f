from django.urls import path

from riskassess.profiles import own_views, views

urlpatterns = [
    path("risk/profiles/", views.profiles_list, name="risk-profiles"),
    path("risk/profiles/<str:reference>/", views.profile, name="risk-profile"),
    path("risk/profiles/<str:reference>/take/", views.take_over, name="risk-profile-take"),
    path("risk/profiles/<str:reference>/offer/", views.offer, name="risk-profile-offer"),
    path("risk/profiles/<str:reference>/agreement/", views.agreement, name="risk-profile-agreement"),
    path("risk/profiles/<str:reference>/role/", views.role_changed, name="risk-profile-role"),
    path("risk/mitigations/<str:reference>/<str:name>/", views.move, name="mitigation-move"),
    path("my/safety/plan/", own_views.plan, name="my-plan"),
    path("my/safety/plan/again/", own_views.again, name="my-plan-again"),
    path("my/safety/plan/<str:reference>/accept/", own_views.accept, name="my-mitigation-accept"),
    path("my/safety/plan/<str:reference>/decline/", own_views.decline, name="my-mitigation-decline"),
]
