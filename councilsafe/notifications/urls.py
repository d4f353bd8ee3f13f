from django.urls import path

from councilsafe.notifications import views

urlpatterns = [
    path("demo/messages/", views.demo_messages, name="demo-messages"),
]
