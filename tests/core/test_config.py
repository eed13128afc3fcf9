"""Configuration refuses nonsense with one sentence."""

from pathlib import Path

import pytest

from meeting.config import Config
from meeting.errors import StartupProblem


def test_values_are_read_from_the_environment() -> None:
    config = Config.from_environment(
        {
            "DOITHOAI_DATA": "/x",
            "DOITHOAI_HTTP_PORT": "9000",
            "DOITHOAI_PLUGINS": "a,b",
            "HOME": "/",
        }
    )
    assert (config.data, config.http_port, config.plugins) == (Path("/x"), 9000, ("a", "b"))


def test_an_unknown_variable_is_named_with_a_suggestion() -> None:
    with pytest.raises(StartupProblem, match=r"DOITHOAI_DTA .*DOITHOAI_DATA"):
        Config.from_environment({"DOITHOAI_DTA": "/x"})


def test_an_unreadable_value_is_shown() -> None:
    with pytest.raises(StartupProblem, match="DOITHOAI_HTTP_PORT='eighty'"):
        Config.from_environment({"DOITHOAI_HTTP_PORT": "eighty"})


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(StartupProblem, match=r"--data"):
        Config(data=in_the_way / "data").prepare()


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    secret = config.kept_secret("secret.key")
    assert len(secret) == 64
    assert config.kept_secret("secret.key") == secret
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
