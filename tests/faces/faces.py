"""The faces, and how a test runs over all that offer what it needs."""

from itertools import product
from typing import Final

import pytest

from tests.faces.face import Can, FaceType
from tests.faces.graphql_face import GraphQLFace
from tests.faces.rest_face import RestFace
from tests.faces.socketio_face import SocketIOFace

FACES: Final[tuple[FaceType, ...]] = (GraphQLFace, RestFace, SocketIOFace)


def offering(*needed: Can) -> list[FaceType]:
    """The faces that offer all of this."""
    return [face for face in FACES if face.offers >= set(needed)]


def over(*needed: Can) -> pytest.MarkDecorator:
    """Runs a test with `face` as each of the faces that offer all of this."""
    return pytest.mark.parametrize("face", offering(*needed), ids=_name)


def over_pairs(first: Can, second: Can) -> pytest.MarkDecorator:
    """Runs a test with `face` as each that offers the first, and `other` as each that offers the second."""
    pairs = list(product(offering(first), offering(second)))
    return pytest.mark.parametrize(("face", "other"), pairs, ids=_name)


def _name(face: FaceType) -> str:
    return face.name
