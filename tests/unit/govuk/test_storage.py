import pytest
from django.core.files.base import ContentFile

from councilsafe.govuk.storage import StaticStorage


@pytest.fixture
def storage(tmp_path):
    return StaticStorage(location=tmp_path, base_url="/static/")


def test_names_carry_their_hash_inside_imports_too(storage, tmp_path):
    storage.save("theirs.js", ContentFile(b"export const theirs = 1;"))
    storage.save("ours.js", ContentFile(b'import { theirs } from "./theirs.js";\n'))
    list(storage.post_process({name: (storage, name) for name in ("ours.js", "theirs.js")}))

    ours = storage.stored_name("ours.js")
    assert ours != "ours.js"
    assert storage.stored_name("theirs.js") in (tmp_path / ours).read_text()
