from django.http import HttpResponse
from django.test import RequestFactory

from councilsafe.govuk.middleware import NoStoreMiddleware


def test_no_page_is_kept_and_no_device_is_switched_on():
    middleware = NoStoreMiddleware(lambda request: HttpResponse(headers={"Cache-Control": "public"}))
    response = middleware(RequestFactory().get("/"))

    assert response["Cache-Control"] == "no-store"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]
