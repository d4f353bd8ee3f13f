from django.urls import path

from incidents.support import views

urlpatterns = [
    path("my/reports/<str:reference>/support/", views.my_support, name="my-support"),
    path("my/reports/<str:reference>/sharing/", views.my_sharing, name="my-sharing"),
    path("support/", views.requests, name="support"),
    path("support/shared/", views.shared, name="support-shared"),
    path("support/shared/<str:reference>/", views.shared_report, name="support-shared-report"),
    path("support/<str:reference>/", views.support_request, name="support-request"),
    path("support/<str:reference>/report/", views.support_report, name="support-report"),
]
