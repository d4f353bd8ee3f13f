from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with their hash in the name, so that browsers may keep them for ever."""

    support_js_module_import_aggregation = True  # our script imports GOV.UK's: that name needs its hash too
