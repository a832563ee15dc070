/** What GraphiQL opens with: one tab for each thing that one does with a chat, in the order of doing them. */
export const tour = [
  {
    query: `# Welcome to Parley's GraphQL API. Sign in at the top; then each tab is one step.
# Ctrl-Space completes, Ctrl-Enter runs, and the book on the left explains every type.

query Me {
  viewer {
    user { id username displayName presence }
    unreadCount
    rooms(first: 5) {
      nodes {
        id
        kind
        name
        unreadCount
        lastMessage { content createdAt sender { username } }
      }
    }
  }
}
`,
  },
  {
    query: `# Someone to talk to, and the one room that you two have: made when it is first asked for.

query Find($search: String!) {
  users(search: $search, first: 5) { id username displayName }
}

mutation Open($userId: ID!) {
  openDirectRoom(userId: $userId) { id lastSeq clock }
}

mutation Create($name: String!) {
  createRoom(input: { name: $name, isPrivate: false }) { id name }
}
`,
    variables: `{\n  "search": "a",\n  "userId": "",\n  "name": "Tea room"\n}`,
  },
  {
    query: `# clientId makes a retry safe: the same one again answers with the message that is stored already.

mutation Send($roomId: ID!, $clientId: String!) {
  sendMessage(input: { roomId: $roomId, content: "Hello!", clientId: $clientId }) {
    id
    seq
    clock
    createdAt
  }
}

query History($roomId: ID!) {
  room(id: $roomId) {
    messages(last: 20) {
      nodes { seq content sender { username } reactions { emoji count } }
      pageInfo { hasPreviousPage startCursor }
    }
  }
}
`,
    variables: `{\n  "roomId": "",\n  "clientId": "first-message"\n}`,
  },
  {
    query: `# Everything that happens in your rooms, as it happens. Run it, then write something in another window.
# A client that was away passes the clocks that it holds in "since", and is told what it missed.

subscription Live {
  events {
    __typename
    ... on MessageSent { roomId message { seq content sender { username } } }
    ... on MessageEdited { roomId message { seq content } }
    ... on ReactionChanged { roomId emoji added }
    ... on ReceiptsChanged { roomId receipts { userId readSeq } }
    ... on TypingChanged { roomId userId typing }
    ... on PresenceChanged { userId presence }
  }
}
`,
  },
];
