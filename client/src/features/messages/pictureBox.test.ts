import { expect, test } from "vitest";
import { boxOf } from "./pictureBox";

const picture = (width: number | null, height: number | null) => ({ mimeType: "image/png", width, height });

test.each([
  [200, 100, 200],
  [3800, 1900, 380],
  [1000, 3200, 100],
  [10, 10, 48],
])("a picture of %i × %i takes a width of %i", (width, height, shown) => {
  expect(boxOf(picture(width, height))).toMatchObject({ width: shown, aspectRatio: `${width} / ${height}` });
});

test("what is no picture, or has no size, takes none", () => {
  expect(boxOf({ mimeType: "text/plain", width: null, height: null })).toBeNull();
  expect(boxOf(picture(null, null))).toBeNull();
});
