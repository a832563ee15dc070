import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faceColour } from "./faceColour";

const tokens = new Map(
  [...readFileSync("src/app/tokens.css", "utf8").matchAll(/(--face[\w-]*): (#[0-9a-f]{6});/g)].map(
    ([, name = "", colour = ""]) => [name, colour],
  ),
);
const ids = Array.from({ length: 20_000 }, (_, nth) => `6929a1f0c3${(0x5e0000 + nth).toString(16)}00d41b97`);

test("ids that follow each other get every colour about as often", () => {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const { "--face": face } = faceColour(id);
    counts.set(face, (counts.get(face) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(
    faces()
      .map((name) => `var(${name})`)
      .sort(),
  );
  expect(Math.min(...counts.values())).toBeGreaterThan(900);
  expect(Math.max(...counts.values())).toBeLessThan(1_100);
});

test("initials stand out from the colour under them", () => {
  for (const id of ids.slice(0, 1_000)) {
    const { "--face": face, "--face-ink": ink } = faceColour(id);
    expect(contrast(token(face), token(ink)), face).toBeGreaterThanOrEqual(4.5);
  }
});

test("no two colours of faces are taken for each other", () => {
  const colours = faces().map((name) => oklab(tokens.get(name) ?? ""));
  const distances = colours.flatMap((one, nth) =>
    colours.slice(nth + 1).map((other) => Math.hypot(...one.map((part, at) => part - (other[at] ?? 0)))),
  );
  expect(Math.min(...distances)).toBeGreaterThan(0.085); // in OKLab, where black and white are 1 apart
});

function faces(): string[] {
  return [...tokens.keys()].filter((name) => /^--face-\d+$/.test(name));
}

function token(reference: string): string {
  return tokens.get(reference.slice("var(".length, -1)) ?? "";
}

/** Of WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const { r, g, b } = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** As Ottosson defines it (https://bottosson.github.io/posts/oklab/). */
function oklab(colour: string): number[] {
  const { r, g, b } = linear(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linear(colour: string) {
  const part = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return { r: part(1), g: part(3), b: part(5) };
}
