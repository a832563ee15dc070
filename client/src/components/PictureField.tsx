import { Button, FileButton, Group, Progress, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useObjectUrl } from "~/hooks/useObjectUrl";
import { usePicture } from "~/hooks/usePicture";
import { Icon } from "./Icon";
import classes from "./PictureField.module.css";
import { Refusal } from "./Refusal";

const TYPES = "image/png,image/jpeg,image/gif,image/webp,image/avif"; // what the server can cut

interface Props {
  /** Whose picture it is, in words: "Your picture". */
  label: string;
  hasPicture: boolean;
  /** Shows a picture that is being chosen, or for null what is there now. */
  renderFace(preview: string | null): ReactNode;
  /** Sets a finished upload; blank takes the picture away. */
  set(avatarUploadId: string): Promise<unknown>;
}

/** Chooses a picture, shows how it will look, and sets it when asked to. */
export function PictureField({ label, hasPicture, renderFace, set }: Props) {
  const picture = usePicture(set);
  const preview = useObjectUrl(picture.file);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row everywhere
    <div className={classes.field} role="group" aria-label={label}>
      {renderFace(preview)}
      <div className={classes.about}>
        <Refusal>{picture.error}</Refusal>
        {picture.isBusy && picture.file && (
          <Progress
            value={Math.max(3, (picture.progress ?? 0) * 100)}
            size="sm"
            aria-label={`Sending ${picture.file.name}`}
          />
        )}
        {picture.file ? <Chosen {...picture} /> : <Choice {...picture} hasPicture={hasPicture} />}
        <Text size="xs" c="dimmed" role="status">
          {picture.file && !picture.isBusy && !picture.error && "This is how it will look."}
          {picture.done === "set" && "The picture was changed."}
          {picture.done === "removed" && "The picture was removed."}
          {!picture.file && !picture.done && "It is cut square, from the middle."}
        </Text>
      </div>
    </div>
  );
}

type Picture = ReturnType<typeof usePicture>;

function Choice({ hasPicture, ...picture }: Picture & { hasPicture: boolean }) {
  return (
    <Group gap="xs">
      <Choose {...picture}>{hasPicture ? "Change picture" : "Choose a picture"}</Choose>
      {hasPicture && (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          loading={picture.isBusy}
          onClick={picture.remove}
        >
          Remove picture
        </Button>
      )}
    </Group>
  );
}

function Chosen(picture: Picture) {
  return (
    <Group gap="xs">
      {picture.isUnfit ? (
        <Choose {...picture}>Choose another</Choose>
      ) : (
        <Button size="compact-sm" disabled={picture.isBusy} onClick={picture.use} autoFocus>
          {picture.error ? "Try again" : "Use this picture"}
        </Button>
      )}
      <Button variant="subtle" color="gray" size="compact-sm" onClick={picture.cancel}>
        Cancel
      </Button>
    </Group>
  );
}

function Choose({ choose, isBusy, children }: Picture & { children: string }) {
  return (
    <FileButton accept={TYPES} onChange={(file) => file && choose(file)}>
      {(props) => (
        <Button
          {...props}
          variant="default"
          size="compact-sm"
          disabled={isBusy}
          leftSection={<Icon name="picture" size={16} />}
        >
          {children}
        </Button>
      )}
    </FileButton>
  );
}
