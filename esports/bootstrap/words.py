"""The few texts from before the catalogue can be read."""

import os
import sys
from typing import NoReturn

CHINESE = {
    "Making an environment for {what} in {home} (the first time only)": (
        "正在 {home} 中为{what}创建环境(仅首次需要)"
    ),
    "the product": "本产品",
    "the tests": "测试",
    "{done} of {total} packages, {seconds} s": "软件包 {done}/{total},{seconds} 秒",
    "Installed {total} packages in {seconds} s": "已安装 {total} 个软件包,用时 {seconds} 秒",
    "Another process is installing; waiting for it.": "另一个进程正在安装,请稍候。",
    "Python's {module} is missing here: install it (on Debian or Ubuntu: apt install {package}).": (
        "缺少 Python 的 {module}:请先安装(Debian 或 Ubuntu:apt install {package})。"
    ),
    "{folder} cannot be written, so nothing can be installed there: {reason}.": (
        "无法写入 {folder},因此不能在其中安装:{reason}。"
    ),
    "No network: the packages could not be fetched. Connect, then run the same command again.": (
        "没有网络:无法获取软件包。请联网后再次运行同一命令。"
    ),
    "The packages could not be installed: {reason} (all of it in {log})": (
        "软件包安装失败:{reason}(完整记录见 {log})"
    ),
}


def chinese() -> bool:
    """Whether the person at this terminal reads Chinese, by ESPORTS_LOCALE or the usual variables."""
    for name in ("ESPORTS_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].lower().startswith("zh")
    return False


def words(message: str, **values: object) -> str:
    """The text in the language of this terminal."""
    return (CHINESE[message] if chinese() else message).format_map(values)


def say(message: str, **values: object) -> None:
    """Tell how it goes, on standard error."""
    print(words(message, **values), file=sys.stderr, flush=True)


def fail(message: str, **values: object) -> NoReturn:
    """End with one clear line."""
    print(f"esports: {words(message, **values)}", file=sys.stderr)
    raise SystemExit(1)
