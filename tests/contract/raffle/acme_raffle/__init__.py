"""A third party's plugin: one winner among those on the list."""

from flask import Blueprint, g, render_template

from meeting.contract import Plugin, public
from meeting.db import db
from plugins.roster.api import people

routes = Blueprint("raffle", __name__)


@routes.get("/")
@public
def winner() -> str:
    """The page with the winner."""
    everyone = people(db.session(), g.meeting.id)
    winner = everyone[min(everyone)]
    return render_template("raffle/winner.html", winner=winner, count=len(everyone))


plugin = Plugin(name="raffle", title="Raffle", requires=("roster",), routes=routes)
