"""How the values of settings are written: durations, lists, origins, networks.

What is written in another way is refused in words that can follow the name of the setting.
"""

import ipaddress
import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

DURATION = re.compile(r"([0-9]{1,6})([smhd])")
ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = DURATION.fullmatch(value.strip().lower())
    if match is None:
        raise ValueError("must be a duration such as 30s, 15m, 12h or 7d")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _window(value: object) -> object:
    text = value.strip().lower() if isinstance(value, str) else value
    if text == "unlimited":
        return None
    return timedelta(0) if text == "0" else _duration(text)


def _list(value: object) -> object:
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def _origin(value: str) -> str:
    if ORIGIN.fullmatch(value.lower()) is None:
        raise ValueError("must be origins such as https://chat.example.org, separated by commas")
    return value.lower().rstrip("/")


def _network(value: str) -> str:
    try:
        return (
            str(ipaddress.ip_network(value, strict=False))
            if "/" in value
            else str(ipaddress.ip_address(value))
        )
    except ValueError:
        raise ValueError("must be addresses or networks such as 10.0.0.0/8, separated by commas") from None


def _open_or_closed(value: object) -> object:
    if value not in {"open", "closed", True, False}:
        raise ValueError("must be open or closed")
    return value in {"open", True}


Expiry = Annotated[timedelta, BeforeValidator(_duration), Field(gt=timedelta(0))]
Window = Annotated[timedelta | None, BeforeValidator(_window)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(_list)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_list)]
OpenOrClosed = Annotated[bool, BeforeValidator(_open_or_closed)]


def is_private_to_its_page(origin: str) -> bool:
    """Whether nobody on the way can put words into the mouth of a page of this origin."""
    return origin.startswith("https://") or origin.partition("://")[2].partition(":")[0] == "localhost"
