"""The chats and phones that Apprise reaches for us: which addresses are taken, and where
calls for them may go.

An address holds the secrets of a group, so it is never shown again but for its service and its last
characters. A service of the list has hosts of its own and is called nowhere else; others, on hosts of their
owners' choice, are taken where the installation says so.
"""

import logging
from importlib import import_module
from typing import Any

import msgspec

SHOWN_CHARACTERS = 4
LEAST_HIDDEN = 8


class Service(msgspec.Struct, frozen=True):
    """Where Apprise's plugin is, and which hosts it may call: any at all if None.

    `named`: the address names the host, which has to be one of them. `refusal` is what the service calls its
    error in a reply of status 200, of which the plugin takes no note.
    """

    module: str
    plugin: str
    hosts: tuple[str, ...] | None
    named: bool = False
    refusal: str = ""


SERVICES = {
    "dingtalk": Service("dingtalk", "NotifyDingTalk", ("oapi.dingtalk.com",), refusal="errcode"),
    "feishu": Service("feishu", "NotifyFeishu", ("open.feishu.cn",)),
    "lark": Service("lark", "NotifyLark", ("open.larksuite.com",), refusal="code"),
    "wecombot": Service("wecombot", "NotifyWeComBot", ("qyapi.weixin.qq.com",), refusal="errcode"),
    "schan": Service("serverchan", "NotifyServerChan", ("sctapi.ftqq.com",), refusal="code"),
    "wxpusher": Service("wxpusher", "NotifyWxPusher", ("wxpusher.zjiecode.com",)),
    "discord": Service("discord", "NotifyDiscord", ("discord.com",)),
    "tgram": Service("telegram", "NotifyTelegram", ("api.telegram.org",)),
    "slack": Service("slack", "NotifySlack", ("hooks.slack.com", "slack.com")),
    "gchat": Service("google_chat", "NotifyGoogleChat", ("chat.googleapis.com",)),
    "line": Service("line", "NotifyLine", ("api.line.me",)),
    "pover": Service("pushover", "NotifyPushover", ("api.pushover.net",)),
    "barks": Service("bark", "NotifyBark", ("api.day.app",), named=True),
    "ntfys": Service("ntfy", "NotifyNtfy", ("ntfy.sh",), named=True),
}
"""What everybody may use, by the scheme of its addresses."""

OPENABLE = {
    "bark": Service("bark", "NotifyBark", None),
    "barks": Service("bark", "NotifyBark", None),
    "ntfy": Service("ntfy", "NotifyNtfy", None),
    "ntfys": Service("ntfy", "NotifyNtfy", None),
    "gotify": Service("gotify", "NotifyGotify", None),
    "gotifys": Service("gotify", "NotifyGotify", None),
    "mmost": Service("mattermost", "NotifyMattermost", None),
    "mmosts": Service("mattermost", "NotifyMattermost", None),
    "json": Service("custom_json", "NotifyJSON", None),
    "jsons": Service("custom_json", "NotifyJSON", None),
}
"""What an installation may open besides: all of these call by HTTP alone, which goes through our guard."""

PASTED = {
    "https://oapi.dingtalk.com/robot/send?access_token=": "dingtalk://",
    "https://open.feishu.cn/open-apis/bot/v2/hook/": "feishu://",
    "https://open.larksuite.com/open-apis/bot/v2/hook/": "lark://",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=": "wecombot://",
    "https://discord.com/api/webhooks/": "discord://",
    "https://hooks.slack.com/services/": "slack://",
}
"""How the addresses begin that the services' own pages give out, and what Apprise calls them."""


class NotAnAddress(Exception):
    """Nothing can be sent to it. `code` is `chat_url`, `chat_service` or `chat_several`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def known(opened: frozenset[str]) -> dict[str, Service]:
    """The services by scheme, with those that the installation has opened."""
    return SERVICES | {scheme: OPENABLE[scheme] for scheme in opened}


def apprise_url(pasted: str) -> str:
    """The address as Apprise writes it, also where it was copied from the service's own page."""
    for start, scheme in PASTED.items():
        if pasted.startswith(start):
            return scheme + pasted.removeprefix(start)
    return pasted


def masked(url: str) -> str:
    """What is told of an address: its service, and how it ends if that leaves enough untold."""
    scheme, _, secret = url.partition("://")
    end = secret.rstrip("/")[-SHOWN_CHARACTERS:]
    return f"{scheme}://…{end if len(secret) - len(end) >= LEAST_HIDDEN else ''}"


def service_of(url: str, opened: frozenset[str]) -> Service:
    """The service of an address.

    Raises:
        NotAnAddress: `chat_service` for one that is not taken; `chat_url` where the address asks for more
            than to be reached: its parameters could read files, turn checks off or call others.
    """
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in " ?#\\"):
        raise NotAnAddress("chat_url")
    scheme, found, _ = url.partition("://")
    if not found:
        raise NotAnAddress("chat_url")
    service = known(opened).get(scheme)
    if service is None:
        raise NotAnAddress("chat_service")
    return service


def plugin_of(url: str, service: Service) -> Any:
    """Apprise's plugin for an address of that service; Apprise is loaded when it is first needed.

    Raises:
        NotAnAddress: `chat_url`; `chat_several` where it is more than one message, for then it could not be
            told which of them arrived.
    """
    from apprise.asset import AppriseAsset
    from apprise.exception import AppriseImproperlyConfigured

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings quote secrets
    kind = getattr(import_module(f"apprise.plugins.{service.module}"), service.plugin)
    parts = kind.parse_url(url)
    if not parts or (service.named and parts.get("host") not in (service.hosts or ())):
        raise NotAnAddress("chat_url")
    asset = AppriseAsset(
        app_id="EsportsWeek", app_desc="Esports Week", app_url="", image_url_mask="", image_url_logo="",
        http_redirects=False,
    )  # fmt: skip
    try:
        plugin = kind(**parts, asset=asset)
    except (AppriseImproperlyConfigured, TypeError, ValueError) as error:
        raise NotAnAddress("chat_url") from error
    if len(plugin) > 1:
        raise NotAnAddress("chat_several")
    plugin.throttle = lambda *_, **__: None  # pauses are the outbox's business: a sleeping thread is lost
    return plugin
