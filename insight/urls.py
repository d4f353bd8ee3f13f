from django.urls import path

from insight import demo_mail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/second-officer/", views.second_officer, name="second-officer"),
    path("dashboard/reports/", views.recent_reports, name="recent-reports"),
    path("demo/messages/", demo_mail.demo_messages, name="demo-messages"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", views.page, {"name": "privacy"}, name="privacy"),
    path("cookies/", views.page, {"name": "cookies"}, name="cookies"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
