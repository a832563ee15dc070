const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

const DAY_MS = 86_400_000; // 24 hours

export const timeOf = (iso: string) => time.format(new Date(iso));
export const fullTimeOf = (iso: string) => full.format(new Date(iso));

/** The same for two moments of one calendar day here. */
export const dayKey = (iso: string) => new Date(iso).toDateString();

/** "Today", "Yesterday", a weekday of the last week, or a date. */
export function dayName(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const days = Math.round((midnight(now) - midnight(date)) / DAY_MS);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return weekday.format(date);
  return (date.getFullYear() === now.getFullYear() ? day : dayAndYear).format(date);
}

/** The time today, the day before that: for a narrow place. */
export function shortWhen(iso: string, now: Date = new Date()): string {
  return dayKey(iso) === now.toDateString() ? timeOf(iso) : dayName(iso, now);
}

/** The same, as it stands within a sentence. */
export function sinceWhen(iso: string, now: Date = new Date()): string {
  const when = shortWhen(iso, now);
  return when === "Yesterday" ? "yesterday" : when;
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
