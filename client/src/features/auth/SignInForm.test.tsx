import { screen } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { show } from "~/testing/render";
import { RegisterForm } from "./RegisterForm";
import { SignInForm } from "./SignInForm";

afterEach(() => vi.unstubAllGlobals());

const grant = {
  accessToken: "token",
  expiresIn: 900,
  user: { id: "1", username: "ada", displayName: "Ada", avatarUrl: null },
};

function serverAnswers(answer: object) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json(answer));
  vi.stubGlobal("fetch", fetch);
  return () => JSON.parse(String(fetch.mock.calls[0]?.[1].body)).variables.input;
}

function refusal(code: string, field: string | null, message: string) {
  return { data: null, errors: [{ message, extensions: { code, field, retryAfter: null } }] };
}

describe("signing in", () => {
  async function signIn() {
    const onGranted = vi.fn();
    const person = show(<SignInForm onGranted={onGranted} />);
    await person.type(screen.getByLabelText(/Username or email/), "ada");
    await person.type(screen.getByLabelText(/^Password/), "secret password");
    await person.click(screen.getByRole("button", { name: "Sign in" }));
    return onGranted;
  }

  test("asks for a session in a cookie and hands on what it got", async () => {
    const asked = serverAnswers({ data: { login: grant } });
    const onGranted = await signIn();
    expect(asked()).toMatchObject({ login: "ada", password: "secret password", browser: true });
    expect(onGranted).toHaveBeenCalledWith(grant);
  });

  test("says above the form what is about no field", async () => {
    serverAnswers(refusal("UNAUTHENTICATED", null, "That name and password do not go together."));
    const onGranted = await signIn();
    expect((await screen.findByRole("alert")).textContent).toBe("That name and password do not go together.");
    expect(onGranted).not.toHaveBeenCalled();
  });

  test("says so when there is no network", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await signIn();
    expect((await screen.findByRole("alert")).textContent).toContain("cannot be reached");
  });
});

test("a refused field of the registration says why, at the field", async () => {
  serverAnswers(refusal("CONFLICT", "username", "This name is taken."));
  const person = show(<RegisterForm onGranted={vi.fn()} />);
  await person.type(screen.getByLabelText(/Your name/), "Ada");
  await person.type(screen.getByLabelText(/Username/), "ada");
  await person.type(screen.getByLabelText(/Email/), "ada@example.org");
  await person.type(screen.getByLabelText(/^Password/), "secret password");
  await person.click(screen.getByRole("button", { name: "Create account" }));

  const message = await screen.findByText("This name is taken.");
  const username = screen.getByLabelText(/Username/);
  expect(username.getAttribute("aria-invalid")).toBe("true");
  expect(username.getAttribute("aria-describedby")).toContain(message.id);
  expect(screen.queryByRole("alert")).toBeNull();
});
