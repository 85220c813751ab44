"""Valkey, private to one machine."""

import os
import signal
from pathlib import Path

import pytest
import redis

from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.process import wait_until
from esports.embedded.valkey import Valkey
from esports.errors import SettingsError

pytestmark = pytest.mark.fault


def test_kill_9_keeps_what_was_written_and_the_address(valkey: Valkey) -> None:
    valkey.start()
    url = valkey.url
    with redis.Redis.from_url(url) as client:
        client.set("word", "kept")
    assert valkey.pid is not None
    os.kill(valkey.pid, signal.SIGKILL)
    assert wait_until(lambda: valkey.exit_status() is not None, 10)
    valkey.start()
    assert valkey.url == url
    with redis.Redis.from_url(url) as client:
        assert client.get("word") == b"kept"


def test_it_asks_for_the_password_which_is_not_in_the_list_of_processes(
    valkey: Valkey, folder: Folder
) -> None:
    valkey.start()
    with (
        redis.Redis.from_url(valkey.url.replace("//:", "//:wrong")) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    assert folder.secret("valkey") not in Path(f"/proc/{valkey.pid}/cmdline").read_text()


def test_a_server_that_cannot_start_says_why(folder: Folder) -> None:
    (folder.path / "valkey").mkdir()
    (folder.path / "valkey" / "appendonlydir").write_text("in the way")
    with pytest.raises(SettingsError, match="Valkey did not start"):
        Valkey(find.redis(os.environ), folder).start()
