"""Sends words to chat groups and phones: Apprise says how, and each of its calls goes through our guard.

Apprise's plugins call by `requests` and tell no more than whether it went well. So that a call cannot go
into the own network, hang, be redirected or read without an end, `requests` is given another transport for
the length of it: `outgoing.Sender`, which also knows how it went.
"""

import asyncio
import contextlib
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import msgspec

from esports import log
from esports.webhooks.outgoing import SEND_SECONDS, Answer, Outcome, Refused, Reply, Sender, outcome_of
from esports.webhooks.services import NotAnAddress, Service, plugin_of, service_of

logger = log.get(__name__)

THREADS = 4
"""How many messages a process sends at once, each in a thread, for Apprise waits where it calls."""


class _Sending:
    """One message on its way: makes the calls that the plugin wants, and remembers how the last one went."""

    def __init__(self, sender: Sender, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        self.service = service
        self.outcome: Outcome | None = None
        self.status: int | None = None
        self._sender = sender
        self._loop = loop
        self._over = False
        self._call: Future[Answer] | None = None

    def stop(self) -> None:
        """Make no more calls, and end the one that is being made."""
        self._over = True
        if self._call is not None:
            self._call.cancel()

    def call(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Make a call from the plugin's thread.

        Raises:
            Refused: it was not made, or not answered.
        """
        try:
            answer = self._made(method, url, body, headers)
        except Refused as refused:
            self.outcome = refused.outcome
            raise
        self.status = answer.status
        self.outcome = outcome_of(answer.status)
        if self.outcome is Outcome.delivered and self._says_no(answer.body):
            self.outcome = Outcome.refused
        return answer

    def _made(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        hosts = self.service.hosts
        if hosts is not None and urlsplit(url).hostname not in hosts:
            raise Refused(Outcome.malformed_url)
        if self._over:
            raise Refused(Outcome.timeout)
        self._call = asyncio.run_coroutine_threadsafe(
            self._sender.call(method, url, body, headers), self._loop
        )
        if self._over:
            self._call.cancel()
        try:
            return self._call.result()
        except CancelledError as error:
            raise Refused(Outcome.timeout) from error

    def _says_no(self, body: bytes) -> bool:
        with contextlib.suppress(msgspec.DecodeError):
            said = msgspec.json.decode(body)
            return isinstance(said, dict) and bool(said.get(self.service.refusal))
        return False


class Chats:
    """Sends to the groups. `opened` are the schemes that the installation takes besides the list's."""

    def __init__(
        self,
        sender: Sender,
        *,
        opened: frozenset[str] = frozenset(),
        home: str = "",
        seconds: float = SEND_SECONDS,
    ) -> None:
        self.home = home
        self._sender = sender
        self._opened = opened
        self._seconds = seconds
        self._room = asyncio.Semaphore(THREADS)

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        """Made when the first message is sent, for most installations send none."""
        from esports.webhooks import requested

        requested.install()
        return ThreadPoolExecutor(THREADS, thread_name_prefix="chat")

    async def send(self, url: str, title: str, text: str) -> Reply:
        """Send the words to the group at this address, once."""
        loop = asyncio.get_running_loop()
        try:
            sending = _Sending(self._sender, service_of(url, self._opened), loop)
        except NotAnAddress:
            return Reply(Outcome.malformed_url)
        async with self._room:
            began = time.monotonic()
            try:
                async with asyncio.timeout(self._seconds):
                    await loop.run_in_executor(self._threads, _notify, sending, url, title, text)
            except TimeoutError:
                sending.outcome = Outcome.timeout
            finally:
                sending.stop()
        return Reply(sending.outcome or Outcome.refused, sending.status, time.monotonic() - began)


def _notify(sending: _Sending, url: str, title: str, text: str) -> None:
    """Have Apprise send, in a thread of its own."""
    from esports.webhooks.requested import NOW

    token = NOW.set(sending)
    try:
        plugin: Any = plugin_of(url, sending.service)
        sent = plugin.notify(body=text, title=title, body_format="text")
        if not sent and sending.outcome in (None, Outcome.delivered):
            sending.outcome = Outcome.refused
    except NotAnAddress:
        sending.outcome = Outcome.malformed_url
    except Exception as error:  # a fault of the plugin's; its words may quote the address
        logger.warning(
            "a plugin of Apprise failed", plugin=sending.service.plugin, error=type(error).__name__
        )
        sending.outcome = sending.outcome or Outcome.refused
    finally:
        NOW.reset(token)
