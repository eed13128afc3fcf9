"""Opinions collected before the day, written down as the office does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from plugins.opinions import service
from plugins.opinions.rules import Asker, Channel
from plugins.opinions.service import Details
from plugins.roster.api import villages
from tests.conftest import ClientAs

Collect = Callable[..., int]


@pytest.fixture
def secretary(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


@pytest.fixture
def village_id(app: Flask, meeting_id: int) -> Callable[[str], int]:
    """The id of a village of the sample."""

    def find(name: str) -> int:
        with app.app_context():
            return next(v.id for v in villages(db.session(), meeting_id) if v.name == name)

    return find


@pytest.fixture
def collect(do: Callable[..., Any], village_id: Callable[[str], int]) -> Collect:
    """Writes down what somebody said before the day. Returns its id."""

    def write(
        text: str,
        *,
        name: str = "Đinh Grơ̆ng",
        village: str = "Stơr",
        category: str = "",
        severity: str = "",
        department: str = "",
        **details: str,
    ) -> int:
        receipt = do(
            service.record,
            text=text,
            channel=Channel.PRE_COLLECTED,
            asker=Asker(name=name, village_id=village_id(village) if village else None),
            category=category,
            details=Details(severity=severity, **details),
        )
        if department:
            do(service.assign_department, opinion_id=receipt.id, department=department)
        id_: int = receipt.id
        return id_

    return write
