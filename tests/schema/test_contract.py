"""The contract: what clients are written against is there, as it was promised, and described."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    print_schema,
)
from graphql.utilities import find_breaking_changes

import schema.schema
from schema.documents import Documents

EXPORTED: Final = Path(__file__).parents[2] / "client" / "schema.graphql"

PROMISED: Final[dict[str, list[str]]] = {
    "Query": [
        "node(id: ID!): Node",
        "viewer: Viewer!",
        "room(id: ID!): Room!",
        "message(id: ID!): Message!",
        "user(id: ID, username: String): User!",
        "users(search: String!, first: Int!): [User!]!",
        "searchMessages(query: String!, roomId: ID, first: Int!, after: String): MessageConnection!",
        "discoverRooms(search: String, first: Int!, after: String): RoomConnection!",
    ],
    "Viewer": [
        "user: User!",
        "email: String!",
        "sessions: [Session!]!",
        "rooms(first: Int!, after: String): RoomConnection!",
        "mentions(first: Int!, after: String): MessageConnection!",
        "threads(first: Int!, after: String): FollowedThreadConnection!",
        "mentionCount: Int!",
        "unreadCount: Int!",
    ],
    "Session": [
        "id: ID!",
        "device: String",
        "createdAt: DateTime!",
        "usedAt: DateTime!",
        "isCurrent: Boolean!",
    ],
    "User": [
        "id: ID!",
        "username: String!",
        "displayName: String!",
        "avatarUrl: String",
        "presence: Presence!",
        "lastSeen: DateTime",
    ],
    "Room": [
        "id: ID!",
        "kind: RoomKind!",
        "name: String",
        "topic: String",
        "isPrivate: Boolean!",
        "createdAt: DateTime!",
        "lastSeq: Int!",
        "clock: Int!",
        "lastMessage: Message",
        "memberCount: Int!",
        "members(first: Int!, after: String): MemberConnection!",
        "messages(first: Int, after: String, last: Int, before: String, around: ID): MessageConnection!",
        "viewerMember: Member",
        "unreadCount: Int!",
        "mentionCount: Int!",
    ],
    "Member": [
        "user: User!",
        "role: Role!",
        "joinedAt: DateTime!",
        "readSeq: Int!",
        "deliveredSeq: Int!",
        "readAt: DateTime",
        "isMuted: Boolean",
    ],
    "Message": [
        "id: ID!",
        "roomId: ID!",
        "room: Room!",
        "seq: Int!",
        "clock: Int!",
        "clientId: String",
        "sender: User!",
        "content: String!",
        "attachments: [Attachment!]!",
        "reactions: [Reaction!]!",
        "mentions: [User!]!",
        "mentionsAll: Boolean!",
        "matches(query: String!): [TextRange!]!",
        "replyTo: Message",
        "replyCount: Int!",
        "lastReplyAt: DateTime",
        "repliers: [User!]!",
        "viewerFollow: FollowedThread",
        "replies(first: Int!, after: String): MessageConnection!",
        "createdAt: DateTime!",
        "editedAt: DateTime",
        "deletedAt: DateTime",
        "readBy(first: Int!, after: String): ReceiptConnection!",
        "deliveredTo(first: Int!, after: String): ReceiptConnection!",
    ],
    "Reaction": ["emoji: String!", "count: Int!", "userIds: [ID!]!"],
    "Receipt": ["user: User!", "at: DateTime!"],
    "UploadTarget": [
        "id: ID!",
        "url: String!",
        "method: String!",
        "fields: [FormField!]!",
        "expiresAt: DateTime!",
    ],
    "FormField": ["name: String!", "value: String!"],
    "Attachment": [
        "id: ID!",
        "url: String!",
        "filename: String!",
        "mimeType: String!",
        "size: Int!",
        "width: Int",
        "height: Int",
        "thumbnailUrl: String",
    ],
    "PageInfo": [
        "hasNextPage: Boolean!",
        "hasPreviousPage: Boolean!",
        "startCursor: String",
        "endCursor: String",
    ],
    "RoomConnection": ["edges: [RoomEdge!]!", "nodes: [Room!]!", "pageInfo: PageInfo!"],
    "RoomEdge": ["cursor: String!", "node: Room!"],
    "MemberConnection": ["edges: [MemberEdge!]!", "nodes: [Member!]!", "pageInfo: PageInfo!"],
    "MemberEdge": ["cursor: String!", "node: Member!"],
    "MessageConnection": ["edges: [MessageEdge!]!", "nodes: [Message!]!", "pageInfo: PageInfo!"],
    "MessageEdge": ["cursor: String!", "node: Message!"],
    "ReceiptConnection": ["edges: [ReceiptEdge!]!", "nodes: [Receipt!]!", "pageInfo: PageInfo!"],
    "ReceiptEdge": ["cursor: String!", "node: Receipt!"],
    "Mutation": [
        "register(input: RegisterInput!): AuthPayload!",
        "login(input: LoginInput!): AuthPayload!",
        "refreshSession(refreshToken: String): AuthPayload!",
        "logout: Boolean!",
        "revokeSession(id: ID!): Boolean!",
        "changePassword(input: ChangePasswordInput!): Boolean!",
        "updateProfile(input: UpdateProfileInput!): User!",
        "createRoom(input: CreateRoomInput!): Room!",
        "openDirectRoom(userId: ID!): Room!",
        "updateRoom(input: UpdateRoomInput!): Room!",
        "joinRoom(roomId: ID!): Room!",
        "leaveRoom(roomId: ID!): Boolean!",
        "addMembers(roomId: ID!, userIds: [ID!]!): Room!",
        "removeMember(roomId: ID!, userId: ID!): Room!",
        "setMemberRole(roomId: ID!, userId: ID!, role: Role!): Member!",
        "muteRoom(roomId: ID!, muted: Boolean!): Room!",
        "sendMessage(input: SendMessageInput!): Message!",
        "editMessage(id: ID!, content: String!): Message!",
        "deleteMessage(id: ID!): Message!",
        "addReaction(messageId: ID!, emoji: String!): Message!",
        "removeReaction(messageId: ID!, emoji: String!): Message!",
        "followThread(messageId: ID!): FollowedThread!",
        "unfollowThread(messageId: ID!): FollowedThread!",
        "markThreadRead(messageId: ID!, seq: Int!): FollowedThread!",
        "markRead(roomId: ID!, seq: Int!): Member!",
        "markDelivered(roomId: ID!, seq: Int!): Member!",
        "setTyping(roomId: ID!, typing: Boolean!): Boolean!",
        "createUpload(input: CreateUploadInput!): UploadTarget!",
        "completeUpload(id: ID!): Attachment!",
        "uploadFile(file: Upload!, roomId: ID!): Attachment!",
    ],
    "AuthPayload": ["accessToken: String!", "expiresIn: Int!", "refreshToken: String", "user: User!"],
    "Subscription": [
        "events(since: [RoomClock!]!): Event!",
        "roomEvents(roomId: ID!, since: Int): Event!",
    ],
    "MessageSent": ["roomId: ID!", "message: Message!"],
    "MessageEdited": [
        "roomId: ID!",
        "message: Message!",
        "mentionedIds: [ID!]!",
        "mentionedAll: Boolean!",
    ],
    "MessageDeleted": ["roomId: ID!", "message: Message!"],
    "FollowedThread": ["message: Message!", "isFollowed: Boolean!", "readSeq: Int!", "unreadCount: Int!"],
    "ThreadChanged": ["roomId: ID!", "message: Message!"],
    "FollowChanged": ["roomId: ID!", "messageId: ID!", "isFollowed: Boolean!", "readSeq: Int!"],
    "ReactionChanged": [
        "roomId: ID!",
        "message: Message!",
        "emoji: String!",
        "userId: ID!",
        "added: Boolean!",
    ],
    "ReceiptsChanged": ["roomId: ID!", "receipts: [Watermark!]!"],
    "Watermark": ["userId: ID!", "readSeq: Int!", "deliveredSeq: Int!", "at: DateTime!"],
    "TypingChanged": ["roomId: ID!", "userId: ID!", "typing: Boolean!"],
    "PresenceChanged": ["userId: ID!", "presence: Presence!", "lastSeen: DateTime"],
    "RoomChanged": ["roomId: ID!", "room: Room!"],
    "MemberJoined": ["roomId: ID!", "member: Member!"],
    "MemberChanged": ["roomId: ID!", "member: Member!"],
    "MemberLeft": ["roomId: ID!", "userId: ID!"],
    "RoomSynced": [
        "roomId: ID!",
        "clock: Int!",
        "messages: [Message!]!",
        "receipts: [Watermark!]!",
        "reset: Boolean!",
    ],
}
PROMISED_INPUTS: Final[dict[str, list[str]]] = {
    "RegisterInput": [
        "username: String!",
        "email: String!",
        "password: String!",
        "displayName: String",
        "device: String",
    ],
    "LoginInput": ["login: String!", "password: String!", "device: String", "browser: Boolean!"],
    "ChangePasswordInput": ["current: String!", "new: String!"],
    "UpdateProfileInput": ["displayName: String", "avatarUploadId: ID", "sharesReadReceipts: Boolean"],
    "CreateRoomInput": ["name: String!", "topic: String", "isPrivate: Boolean!", "memberIds: [ID!]!"],
    "UpdateRoomInput": ["roomId: ID!", "name: String", "topic: String", "isPrivate: Boolean"],
    "SendMessageInput": [
        "roomId: ID!",
        "content: String!",
        "clientId: String!",
        "attachmentIds: [ID!]!",
        "replyToId: ID",
    ],
    "CreateUploadInput": ["roomId: ID!", "filename: String!", "mimeType: String!", "size: Int!"],
    "RoomClock": ["roomId: ID!", "clock: Int!"],
}
PROMISED_VALUES: Final[dict[str, str]] = {
    "ErrorCode": (
        "UNAUTHENTICATED FORBIDDEN NOT_FOUND BAD_INPUT CONFLICT TOO_LARGE RATE_LIMITED UNAVAILABLE INTERNAL"
    ),
    "RoomKind": "DIRECT GROUP",
    "Role": "OWNER ADMIN MEMBER",
    "Presence": "ONLINE OFFLINE",
}
PROMISED_EVENTS: Final = (
    "MessageSent MessageEdited MessageDeleted ReactionChanged ReceiptsChanged TypingChanged PresenceChanged "
    "RoomChanged MemberJoined MemberChanged MemberLeft RoomSynced ThreadChanged FollowChanged "
    "PinChanged MessageReported BlocksChanged"
)


@pytest.fixture(scope="module")
def served() -> GraphQLSchema:
    return schema.schema.build_schema(Documents(introspection=True))._schema


def object_fields(served: GraphQLSchema, name: str) -> list[str]:
    kind = served.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return [
        f"{field_name}{_arguments(field.args)}: {field.type}" for field_name, field in kind.fields.items()
    ]


def _arguments(arguments: dict[str, object]) -> str:
    parts = [f"{name}: {argument.type}" for name, argument in arguments.items()]  # type: ignore[attr-defined]
    return f"({', '.join(parts)})" if parts else ""


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_field_is_there(served: GraphQLSchema, name: str) -> None:
    assert set(PROMISED[name]) <= set(object_fields(served, name))


@pytest.mark.parametrize("name", PROMISED_INPUTS)
def test_every_promised_input_is_taken_and_nothing_more_is_required(served: GraphQLSchema, name: str) -> None:
    kind = served.type_map[name]
    assert isinstance(kind, GraphQLInputObjectType)
    fields = {f"{field_name}: {field.type}": field for field_name, field in kind.fields.items()}
    promised = set(PROMISED_INPUTS[name])
    assert promised <= fields.keys()
    more = [field for text, field in fields.items() if text not in promised]
    assert all(not str(field.type).endswith("!") or field.default_value is not None for field in more)


@pytest.mark.parametrize("name", PROMISED_VALUES)
def test_every_promised_value_is_there(served: GraphQLSchema, name: str) -> None:
    kind = served.type_map[name]
    assert isinstance(kind, GraphQLEnumType)
    assert list(kind.values) == PROMISED_VALUES[name].split()


def test_every_promised_event_can_be_heard(served: GraphQLSchema) -> None:
    event = served.type_map["Event"]
    assert [kind.name for kind in event.types] == PROMISED_EVENTS.split()  # type: ignore[attr-defined]


def test_whatever_has_an_id_of_its_own_is_a_node(served: GraphQLSchema) -> None:
    node = served.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {kind.name for kind in served.get_implementations(node).objects} == {"User", "Room", "Message"}


def test_the_exported_schema_is_the_served_one(served: GraphQLSchema) -> None:
    exported = build_schema(EXPORTED.read_text())
    assert find_breaking_changes(exported, served) == find_breaking_changes(served, exported) == []
    assert sorted(print_schema(exported).splitlines()) == sorted(print_schema(served).splitlines())


def without_description(served: GraphQLSchema) -> Iterator[str]:
    """What the documentation pane would show without a word."""
    for type_name, kind in served.type_map.items():
        if type_name.startswith("__"):
            continue
        if not kind.description:
            yield type_name
        for name, part in {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}.items():
            if not part.description:
                yield f"{type_name}.{name}"
            for argument_name, argument in getattr(part, "args", {}).items():
                if not argument.description:
                    yield f"{type_name}.{name}({argument_name})"


def test_everything_is_described(served: GraphQLSchema) -> None:
    assert list(without_description(served)) == []
