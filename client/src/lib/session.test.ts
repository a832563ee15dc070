import { describe, expect, test, vi } from "vitest";
import { RequestError } from "./errors";
import { type Grant, Session } from "./session";

const user = { id: "1", username: "ada", displayName: "Ada", avatarUrl: null };
const grant = (accessToken: string): Grant => ({ accessToken, expiresIn: 900, user });
const unauthenticated = new RequestError([{ message: "Gone.", extensions: { code: "UNAUTHENTICATED" } }]);

function sessionWith(refresh: () => Promise<Grant>) {
  const clock = { now: 0 };
  const session = new Session({ refresh, logout: async () => true, now: () => clock.now });
  return { session, clock };
}

describe("the access token", () => {
  test("is refreshed once for all who ask at the same time", async () => {
    const refresh = vi.fn(async () => grant("fresh"));
    const { session } = sessionWith(refresh);
    const tokens = await Promise.all([session.token(), session.refresh(), session.token()]);
    expect(tokens).toEqual(["fresh", "fresh", "fresh"]);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  test("is handed out until shortly before its end, and a new one after that", async () => {
    const refresh = vi.fn(async () => grant("second"));
    const { session, clock } = sessionWith(refresh);
    session.begin(grant("first"));
    clock.now = 800_000;
    expect(await session.token()).toBe("first");
    clock.now = 880_000;
    expect(await session.token()).toBe("second");
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  test("can be asked for again after a refresh that failed", async () => {
    const refresh = vi.fn(async () => grant("late")).mockRejectedValueOnce(new TypeError("no network"));
    const { session } = sessionWith(refresh);
    await expect(session.token()).rejects.toThrow("no network");
    expect(await session.token()).toBe("late");
  });
});

describe("on page load", () => {
  test("a cookie that is good signs in", async () => {
    const { session } = sessionWith(async () => grant("fresh"));
    await session.resume();
    expect(session.state.get()).toEqual({ status: "signedIn", user });
  });

  test("a cookie that is not, or none, shows the front door", async () => {
    const { session } = sessionWith(() => Promise.reject(unauthenticated));
    await session.resume();
    expect(session.state.get()).toEqual({ status: "signedOut" });
  });

  test("no network is no reason to sign out", async () => {
    const { session } = sessionWith(() => Promise.reject(new TypeError("no network")));
    await session.resume();
    expect(session.state.get()).toEqual({ status: "unreachable" });
  });
});

test("a session that was ended elsewhere signs out here with the next refresh", async () => {
  const { session, clock } = sessionWith(() => Promise.reject(unauthenticated));
  session.begin(grant("first"));
  clock.now = 900_000;
  await expect(session.token()).rejects.toBe(unauthenticated);
  expect(session.state.get()).toEqual({ status: "signedOut" });
});

test("signing out works without a network too", async () => {
  const session = new Session({
    refresh: async () => grant("first"),
    logout: () => Promise.reject(new TypeError("no network")),
  });
  await session.resume();
  await session.signOut();
  expect(session.state.get()).toEqual({ status: "signedOut" });
});
