"""How a page is asked for in a query string."""

from typing import Annotated

from pydantic import Field

from api.rest.endpoint import Query
from chat.context import Rules
from chat.errors import BadInput


class FirstPage(Query):
    """How much of a list."""

    limit: Annotated[int, Field(ge=1)] = 50
    """How many at most."""

    def within(self, rules: Rules) -> int:
        """The limit, if a page may have that many entries. Raises BadInput."""
        if self.limit > rules.page_size:
            raise BadInput(f"A page has 1 to {rules.page_size} entries.", field="limit")
        return self.limit


class After(FirstPage):
    """Which part of a list."""

    after: str | None = None
    """The `next` of the page before. Left out, the first page."""
