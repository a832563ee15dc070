"""What counts as text."""

import pytest

from chat import text
from chat.errors import BadInput


def test_a_character_newer_than_this_python_is_something_to_see() -> None:
    newest_emoji = "\U0001fae9"  # of Unicode 16, and unknown to Python 3.11
    assert text.message_content(newest_emoji, 10, may_be_empty=False) == newest_emoji


@pytest.mark.parametrize("blank", ["", " \t", "\u200b\u2060", "\u2028", "\x07"])
def test_nothing_to_see_is_no_message(blank: str) -> None:
    with pytest.raises(BadInput):
        text.message_content(blank, 10, may_be_empty=False)
