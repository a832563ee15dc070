import type { Attachment } from "./Attachments";

const WIDEST = 380; // pixels
const HIGHEST = 320; // pixels
const SMALLEST = 48; // pixels

export interface Box {
  width: number | "100%";
  aspectRatio: string;
  maxWidth: "100%";
}

/** The room that a picture takes among others: as wide as its column, and square. */
export const TILE: Box = { width: "100%", aspectRatio: "1", maxWidth: "100%" };

/** The room that a picture takes, known before it is there; null for what is shown as a file. */
export function boxOf({
  mimeType,
  width,
  height,
}: Pick<Attachment, "mimeType" | "width" | "height">): Box | null {
  if (!mimeType.startsWith("image/") || !width || !height) return null;
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  const shown = Math.max(SMALLEST, Math.round(width * scale));
  return { width: shown, aspectRatio: `${width} / ${height}`, maxWidth: "100%" };
}
