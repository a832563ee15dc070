// The scripts that a first visit asks for, gzipped, must stay within the budget: those of a stranger at the front door,
// and those of a signed-in person who opens a room, each with everything that they import.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250 * 1024; // bytes
const FIRST_VISITS = {
  "a stranger": ["index.html", "src/app/FrontDoor.tsx"],
  "a signed-in person": ["index.html", "src/app/SignedIn.tsx"],
};

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** The files of a chunk and of all that it imports at once; what it imports lazily is not asked for yet. */
function filesOf(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`The build has no ${name}.`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, seen);
  return seen;
}

for (const [who, visit] of Object.entries(FIRST_VISITS)) {
  let total = 0;
  for (const file of new Set(visit.flatMap((name) => [...filesOf(name)]))) {
    const size = gzipSync(readFileSync(new URL(file, dist))).length;
    total += size;
    console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${file}`);
  }
  console.log(
    `${(total / 1024).toFixed(1).padStart(8)} KB  of ${BUDGET / 1024} KB, gzipped, on a first visit of ${who}`,
  );
  if (total > BUDGET) process.exitCode = 1;
}
