from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0007_a_draft_tells_on")]

    operations = [
        migrations.AddField(
            model_name="heldmail",
            name="kind",
            field=models.CharField(default="message/rfc822", max_length=100, verbose_name="media type"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="heldmail",
            name="sender_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="heldmail",
            name="headers",
            field=models.JSONField(default=list, help_text="Pairs of name and value, in order."),
        ),
        migrations.AddField(
            model_name="heldmail",
            name="attachments",
            field=models.JSONField(default=list, help_text="Triples of name, media type and size."),
        ),
        migrations.AddField(
            model_name="heldmail",
            name="problems",
            field=models.JSONField(default=list, help_text="What could not be read, each in words for an officer."),
        ),
        migrations.RemoveField(model_name="heldmail", name="problem"),
    ]
