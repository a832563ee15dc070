"""Logs: one event a line, with its facts. Never a token, a password or the text of a message.

What is logged while a request is served carries its `request_id`, and as soon as they are known `user_id` and
`room_id`.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog
from structlog.typing import Processor

LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}
SECRET_NAMES: Final = frozenset(
    {"authorization", "content", "cookie", "password", "refresh_token", "secret", "token", "variables"}
)
SECRETS: Final = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"  # a JSON Web Token
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # the user and the password of an address
)
HIDDEN: Final = "[hidden]"


def configure_logs(*, as_json: bool, level: str = "info") -> None:
    """JSON for machines, or lines for people. Tracebacks come without the values of variables."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendered: list[Processor] = (
        [structlog.processors.format_exc_info, hide_secrets, structlog.processors.JSONRenderer()]
        if as_json
        else [hide_secrets, _for_people()]
    )
    structlog.configure(
        processors=[*shared, *rendered],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _log_libraries_alike(shared, rendered)


def _for_people() -> Processor:
    plain = structlog.dev.plain_traceback
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last look at each event: values that are secret by their name or by their form are not written."""
    for name, value in event.items():
        if name in SECRET_NAMES:
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = SECRETS.sub(HIDDEN, value)
    return event


def _log_libraries_alike(shared: list[Processor], rendered: list[Processor]) -> None:
    """What uvicorn and others have to say comes in the same form, from warnings on."""
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name], processors=[meta, *rendered]
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
