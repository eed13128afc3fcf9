"""The database: the model base, and two engines on SQLite — one that may only read, one that
writes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import JSON, TypeDecorator

from meeting.config import Config

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Stored without zone in UTC, handed out aware, refused naive."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


class Model(DeclarativeBase):
    """Base of every table. Table names carry the owning plugin's prefix: ``speakers_turn``."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


def table_of(model: type[Model]) -> sa.Table:
    """The table itself, for what is written row by row and never becomes an object."""
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table


db = SQLAlchemy(model_class=Model)


def _sqlite_rules(engine: sa.Engine, begin: str, *pragmas: str) -> None:
    """Take transactions over from the driver, whose own rules break savepoints and snapshots."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "busy_timeout=5000", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)


def writing_engine(config: Config) -> sa.Engine:
    """The engine behind the one door for writes.

    SQLite: durable at each commit (village power fails) and locked from the first statement.
    PostgreSQL: as usual; ``meeting.writing`` lets one use case at a time into a meeting.
    ``hide_parameters``: what people wrote and their codes do not get into the log with an error.
    """
    engine = sa.create_engine(config.database_url, hide_parameters=True)
    _savepoints_as_text(engine)
    if config.sqlite:
        _sqlite_rules(engine, "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=FULL")
    return engine


def _savepoints_as_text(engine: sa.Engine) -> None:
    """SQLAlchemy compiles each savepoint's statement anew, which takes longer than to write a row;
    and each use case has one.
    """

    def say(words: str) -> Any:
        return lambda connection, name: connection.exec_driver_sql(f"{words} {name}")

    dialect: Any = engine.dialect
    dialect.do_savepoint = say("SAVEPOINT")
    dialect.do_release_savepoint = say("RELEASE SAVEPOINT")


def init_reading(app: Flask, config: Config) -> None:
    """Give ``db.session`` an engine that cannot write: nothing gets past the one door."""
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    options: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "hide_parameters": True}
    if not config.sqlite:
        options["execution_options"] = {
            "isolation_level": "REPEATABLE READ",
            "postgresql_readonly": True,
        }
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if config.sqlite:
            _sqlite_rules(db.engine, "BEGIN", "query_only=ON")
