import { graphql } from "~/gql";
import { request } from "./request";
import { Session } from "./session";

const RefreshSession = graphql(`
  mutation RefreshSession {
    refreshSession {
      accessToken
      expiresIn
      user { id username displayName avatarUrl }
    }
  }
`);

const Logout = graphql(`
  mutation Logout {
    logout
  }
`);

/** The session of this browser: its refresh token is a cookie that no script can read. */
export function createBrowserSession(): Session {
  return new Session({
    refresh: async () => (await request(RefreshSession, {})).refreshSession,
    logout: (accessToken) => request(Logout, {}, accessToken),
  });
}
