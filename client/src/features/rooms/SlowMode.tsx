import { NativeSelect } from "@mantine/core";
import { inWords } from "~/lib/duration";

const PAUSES = [5, 10, 30, 60, 300, 900, 3_600, 21_600]; // seconds

interface Props {
  seconds: number;
  onChange(seconds: number): void;
}

/** How long a member waits between two messages. */
export function SlowMode({ seconds, onChange }: Props) {
  const offered = [...new Set([...PAUSES, ...(seconds > 0 ? [seconds] : [])])].sort((a, b) => a - b);
  return (
    <NativeSelect
      label="Slow mode"
      description="How long members wait between two messages. Owners and admins do not."
      value={String(seconds)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={[
        { value: "0", label: "Off" },
        ...offered.map((pause) => ({ value: String(pause), label: inWords(pause) })),
      ]}
    />
  );
}
