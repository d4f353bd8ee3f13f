from django.urls import path

from incidents.mail import views

urlpatterns = [
    path("", views.held_mails, name="held-mails"),
    path("<str:reference>/", views.held_mail, name="held-mail"),
    path("<str:reference>/report/", views.report, name="held-mail-report"),
    path("<str:reference>/nothing/", views.set_aside, name="held-mail-nothing"),
]
