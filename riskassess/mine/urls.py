from django.urls import path

from riskassess.mine import views

urlpatterns = [
    path("my/safety/", views.my_safety, name="my-safety"),
]
