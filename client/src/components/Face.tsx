import { Avatar } from "@mantine/core";
import classes from "./Face.module.css";

const HUES = 9;

interface Props {
  name: string;
  src?: string | null;
  size?: number;
  /** People are round, rooms are not. */
  shape?: "round" | "square";
}

/** A picture, or initials on a colour that the name always has. What it is of stands beside it. */
export function Face({ name, src, size = 40, shape = "round" }: Props) {
  return (
    <Avatar
      classNames={{ root: classes.face, placeholder: classes.initials }}
      src={src}
      name={name}
      size={size}
      radius={shape === "round" ? "50%" : Math.round(size * 0.28)}
      data-hue={hueOf(name)}
      alt=""
    />
  );
}

function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return hash % HUES;
}
