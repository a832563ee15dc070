import { graphql } from "~/gql";

/** Enough of a person to name them and to show their face: the same for whoever asks, so events carry it. */
export const Person = graphql(`
  fragment Person on User {
    id
    username
    displayName
    avatarUrl
  }
`);

/** A person and whether they are here. A block hides that, so it is asked for, and told by PresenceChanged alone. */
export const PresentPerson = graphql(`
  fragment PresentPerson on User {
    id
    username
    displayName
    avatarUrl
    presence
    lastSeen
  }
`);

/** What events tell of a member. */
export const MemberState = graphql(`
  fragment MemberState on Member {
    role
    readSeq
    deliveredSeq
    user { ...Person }
  }
`);

export const RoomMember = graphql(`
  fragment RoomMember on Member {
    role
    readSeq
    deliveredSeq
    user { ...Person ...PresentPerson }
  }
`);

/** The whole state of a message: what events carry, what pages load, and so what a component may ask for. */
export const MessageState = graphql(`
  fragment MessageState on Message {
    id
    roomId
    seq
    clock
    clientId
    content
    createdAt
    editedAt
    deletedAt
    replyCount
    replyTo { id }
    sender { ...Person }
    reactions { emoji count userIds }
    mentions { id username displayName }
    mentionsAll
    attachments { id url filename mimeType size width height thumbnailUrl blurhash }
  }
`);

export const RoomState = graphql(`
  fragment RoomState on Room {
    id
    kind
    name
    topic
    isPrivate
    slowModeSeconds
    avatarUrl
    createdAt
    lastSeq
    clock
    memberCount
    unreadCount
    mentionCount
    viewerMember { role readSeq deliveredSeq isMuted unreadFrom }
    lastMessage { ...MessageState }
    members(first: 2) {
      nodes { ...RoomMember }
      pageInfo { hasNextPage }
    }
  }
`);

/** What of a room can change by itself and is the same for everybody. */
export const RoomFace = graphql(`
  fragment RoomFace on Room {
    id
    name
    topic
    isPrivate
    slowModeSeconds
    avatarUrl
  }
`);

export const WatermarkState = graphql(`
  fragment WatermarkState on Watermark {
    userId
    readSeq
    deliveredSeq
    at
  }
`);
