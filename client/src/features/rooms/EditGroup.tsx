import { Button, Group, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Face } from "~/components/Face";
import { PictureField } from "~/components/PictureField";
import { Refusal } from "~/components/Refusal";
import type { RoomStateFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { refusalOf } from "~/lib/errors";
import { useAdministration } from "./administration";
import { SlowMode } from "./SlowMode";

interface Props {
  room: RoomStateFragment;
  onDone(): void;
}

export function EditGroup({ room, onDone }: Props) {
  const { update } = useAdministration(room.id);
  const { attempt, busy, error, failure } = useAttempt();
  const [name, setName] = useState(room.name ?? "");
  const [topic, setTopic] = useState(room.topic ?? "");
  const [isPrivate, setPrivate] = useState(room.isPrivate);
  const [slowModeSeconds, setSlowMode] = useState(room.slowModeSeconds);
  const field = refusalOf(failure)?.field;
  const at = (wanted: string) => (field === wanted ? error : undefined);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const changed = changesOf(room, { name, topic, isPrivate, slowModeSeconds });
    if (await attempt(() => update(changed))) onDone();
  }

  return (
    <form onSubmit={onSubmit} aria-label="Edit group">
      <Stack gap="sm">
        <GroupPicture room={room} />
        <Refusal>{field === "name" || field === "topic" ? null : error}</Refusal>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          error={at("name")}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Textarea
          label="Topic"
          maxLength={250}
          autosize
          minRows={2}
          maxRows={5}
          value={topic}
          error={at("topic")}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <Switch
          label="Private"
          checked={isPrivate}
          onChange={(event) => setPrivate(event.currentTarget.checked)}
        />
        <SlowMode seconds={slowModeSeconds} onChange={setSlowMode} />
        <Group gap="sm" justify="flex-end">
          <Button variant="subtle" color="gray" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What differs: only that is sent, and noted in the audit log. */
function changesOf<T extends object>(before: { [K in keyof T]: T[K] | null }, now: T): Partial<T> {
  const fields = Object.keys(now) as (keyof T)[];
  return Object.fromEntries(
    fields.flatMap((field) => ((before[field] ?? "") === now[field] ? [] : [[field, now[field]]])),
  ) as Partial<T>;
}

function GroupPicture({ room }: { room: RoomStateFragment }) {
  const { update } = useAdministration(room.id);
  return (
    <PictureField
      label="Picture of the group"
      hasPicture={room.avatarUrl !== null}
      renderFace={(preview) => (
        <Face id={room.id} name={room.name ?? ""} src={preview ?? room.avatarUrl} size={72} shape="square" />
      )}
      set={(avatarUploadId) => update({ avatarUploadId })}
    />
  );
}
