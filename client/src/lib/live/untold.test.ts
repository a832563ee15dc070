import { expect, test } from "vitest";
import { graphql } from "~/gql";
import { open, seen } from "~/testing/replay";
import { ROOM, RoomModel } from "~/testing/roomModel";
import { applyEvent } from "./applyEvent";
import { roomKey } from "./state";
import { forgetUntold } from "./untold";

const PinTimes = graphql(`
  fragment PinTimes on Room {
    pins { pinnedAt }
  }
`);

const Staff = graphql(`
  fragment Staff on Room {
    invites { uses }
    reports { reason }
  }
`);

test("what becomes of invites and reports lets go of them, each of its own", () => {
  const state = open(new RoomModel());
  const id = roomKey(ROOM);
  const fields = () => Object.keys((state.cache.extract() as Record<string, object>)[id] ?? {});
  const write = () => state.cache.writeFragment({ id, fragment: Staff, data: { invites: [], reports: [] } });
  write();
  applyEvent(state, { __typename: "InviteChanged", roomId: ROOM });
  expect(fields()).toContain("reports");
  expect(fields()).not.toContain("invites");
  write();
  applyEvent(state, { __typename: "ReportClosed", roomId: ROOM });
  expect(fields()).toContain("invites");
  expect(fields()).not.toContain("reports");
});

test("after a break pins are asked for anew, and what catching up tells stays", () => {
  const state = open(new RoomModel());
  const id = roomKey(ROOM);
  const pins = [{ __typename: "Pin" as const, pinnedAt: "2026-01-01T00:00:00.000Z" }];
  state.cache.writeFragment({ id, fragment: PinTimes, data: { pins } });
  const before = seen(state);
  forgetUntold(state);
  expect(state.cache.readFragment({ id, fragment: PinTimes })).toBeNull();
  expect(seen(state)).toEqual(before);
});
