const and = new Intl.ListFormat("en", { style: "long", type: "conjunction" });
const NAMED = 3; // more people than that are not named

export function typingSentence(names: readonly string[]): string {
  if (names.length === 0) return "";
  if (names.length > NAMED) return "Several people are typing…";
  return `${and.format(names)} ${names.length === 1 ? "is" : "are"} typing…`;
}
