from django.urls import path

from councilsafe.notifications import hooks, views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices-read"),
    path("notices/<str:token>/", views.notice, name="notice"),
    path("account/contact/", views.contact, name="contact"),
    path("account/contact/code/", views.contact_code, name="contact-code"),
    path("account/contact/stop/", views.contact_stop, name="contact-stop"),
    path("hooks/notify/", hooks.notify, name="hook-notify"),
]
