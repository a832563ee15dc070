"""The interface of everything that has an id."""

import strawberry


@strawberry.interface(description="Something with an id of its own.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
