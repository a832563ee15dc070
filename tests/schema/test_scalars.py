from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from schema.scalars import read, written


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_written_to_the_millisecond_and_read_as_it_was_written(moment: datetime) -> None:
    text = written(moment)
    assert text == moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert read(text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
