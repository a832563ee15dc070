import { graphql } from "~/gql";
import type { LoginInput, RegisterInput } from "~/gql/graphql";
import { request } from "./request";
import type { Grant } from "./session";

const Login = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      accessToken
      expiresIn
      user { id username displayName avatarUrl }
    }
  }
`);

const Register = graphql(`
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      accessToken
      expiresIn
      user { id username displayName avatarUrl }
    }
  }
`);

/** What this browser calls itself in the list of sessions: "Firefox on Linux". */
function deviceName(agent: string = navigator.userAgent): string {
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0] ?? "Browser";
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? "unknown system";
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", "Mac OS X": "macOS" };
  return `${names[browser] ?? browser} on ${names[system] ?? system}`;
}

export async function login(input: Pick<LoginInput, "login" | "password">): Promise<Grant> {
  const data = await request(Login, { input: { ...input, device: deviceName(), browser: true } });
  return data.login;
}

export async function register(
  input: Pick<RegisterInput, "username" | "email" | "password" | "displayName">,
): Promise<Grant> {
  const data = await request(Register, { input: { ...input, device: deviceName(), browser: true } });
  return data.register;
}
