from django.urls import include, path

from incidents import views

urlpatterns = [
    path("", include("incidents.evidence.urls")),
    path("", include("incidents.support.urls")),
    path("intake/mail/", include("incidents.mail.urls")),
    path("", include("incidents.people.urls")),
    path("intake/", include("incidents.intake.urls")),
    path("report/", views.report_start, name="report-start"),
    path("report/<uuid:draft_id>/", views.report_resume, name="report-resume"),
    path("report/<uuid:draft_id>/danger-now/", views.report_danger_now, name="report-danger-now"),
    path("report/<uuid:draft_id>/check/", views.report_check, name="report-check"),
    path("report/<uuid:draft_id>/files/<str:reference>/use/", views.report_use_message, name="report-use-message"),
    path("report/<uuid:draft_id>/<slug:key>/", views.report_step, name="report-step"),
]
