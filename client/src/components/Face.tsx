import { Avatar } from "@mantine/core";
import { faceColour } from "~/lib/faceColour";
import classes from "./Face.module.css";

interface Props {
  /** Of whom or of what: the colour goes with it, whatever it is called. */
  id: string;
  name: string;
  src?: string | null;
  size?: number;
  /** People are round, rooms are not. */
  shape?: "round" | "square";
}

/** A picture, or initials on a colour that whoever it is always has. What it is of stands beside it. */
export function Face({ id, name, src, size = 40, shape = "round" }: Props) {
  return (
    <Avatar
      classNames={{ root: classes.face, placeholder: classes.initials }}
      src={src}
      name={name}
      size={size}
      radius={shape === "round" ? "50%" : Math.round(size * 0.28)}
      style={faceColour(id)}
      alt=""
    />
  );
}
