/** A message in one plain line: for previews and notifications, where its marks would only be in the way. */
export function plainText(content: string): string {
  return content
    .replace(/```\w*\n?/g, "")
    .replace(/[`*~]|__/g, "")
    .replace(/^\s*>\s?/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}
