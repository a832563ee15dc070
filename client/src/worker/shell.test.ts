import { expect, test } from "vitest";
import { isShellRequest } from "./shell";

const request = (path: string, mode: RequestMode = "cors", method = "GET") =>
  isShellRequest({ url: new URL(path, location.href).href, mode, method });

test("pages and hashed files are kept", () => {
  expect(request("/", "navigate")).toBe(true);
  expect(request("/rooms/65f0", "navigate")).toBe(true);
  expect(request("/assets/index-abc.js")).toBe(true);
});

test("nothing of the API ever is, whoever asks for it", () => {
  expect(request("/graphql", "cors", "POST")).toBe(false);
  expect(request("/graphql", "navigate")).toBe(false);
  expect(request("/graphql?query={viewer{email}}")).toBe(false);
  expect(request("/api/rooms", "navigate")).toBe(false);
  expect(request("/api/files/65f0")).toBe(false);
  expect(request("/readyz", "navigate")).toBe(false);
  expect(request("https://elsewhere.example/assets/x.js")).toBe(false);
});
