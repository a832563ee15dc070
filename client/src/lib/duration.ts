const UNITS = [
  { name: "day", seconds: 86_400 }, // 24 hours
  { name: "hour", seconds: 3_600 },
  { name: "minute", seconds: 60 },
  { name: "second", seconds: 1 },
] as const;

/** "1 minute", "30 seconds": in the largest unit that it fills twice or without a rest, rounded up. */
export function inWords(seconds: number): string {
  const fits = (unit: number) => seconds >= unit * 2 || (seconds > 0 && seconds % unit === 0);
  const unit = UNITS.find((each) => fits(each.seconds)) ?? { name: "second", seconds: 1 };
  const count = Math.ceil(seconds / unit.seconds);
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}
