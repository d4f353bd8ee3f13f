from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_support_that_is_done")]

    operations = [TrigramExtension()]
