const DEEP = 12;
const PALE = 8;

/** The colour of whoever has the id, and that of initials on it, as tokens of tokens.css. */
export function faceColour(id: string) {
  const index = spread(id) % (DEEP + PALE);
  const ink = index < DEEP ? "on-deep" : "on-pale";
  return { "--face": `var(--face-${index})`, "--face-ink": `var(--face-ink-${ink})` };
}

/** FNV-1a, then the last step of MurmurHash3: ids that follow each other differ in few bits, and in all of these. */
function spread(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
