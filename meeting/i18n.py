"""Languages: Vietnamese first, English second. Catalogues of the core and of each plugin are
chained.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, has_request_context, request, session
from flask_babel import Babel
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

# Flask-Babel passes a lazy sentence off as safe HTML, with whatever names and words are in it.
# Without this they are escaped as any other text.
del LazyString.__html__

LANGUAGES = {"vi": _l("Vietnamese"), "en": _l("English")}
DEFAULT = "vi"


def present_language() -> str:
    """What the user chose on this device; Vietnamese until then."""
    if not has_request_context():
        return DEFAULT
    chosen = request.args.get("lang") or session.get("lang")
    return chosen if chosen in LANGUAGES else DEFAULT


def init_i18n(app: Flask, folders: list[Path]) -> None:
    """Set up Flask-Babel over the catalogues found in these package folders."""
    # Flask-Babel takes the plural rule of the last folder, even from one that has no Vietnamese
    compiled = Path(DEFAULT) / "LC_MESSAGES" / "messages.mo"
    places = [folder / "locales" for folder in folders]
    catalogues = [str(place) for place in places if (place / compiled).exists()]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(catalogues)
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    Babel(app, locale_selector=present_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")

    @app.before_request
    def remember_language() -> None:
        if request.args.get("lang") in LANGUAGES:
            session["lang"] = request.args["lang"]

    app.jinja_env.globals["languages"] = LANGUAGES
