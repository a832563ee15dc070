import { createHash } from "node:crypto";
import type { Plugin, Rolldown } from "vite";

const FIRST_VISIT = ["src/app/main.tsx", "index.html", "src/app/SignedIn.tsx"];
const TYPEFACE = /figtree-latin-wght-normal.*\.woff2$/;
const LARGE = 200_000; // characters: what is larger is loaded by whoever uses it, such as the names of all emoji

/** Tells the service worker the files that a first visit loads, those that come later, and a name for the build. */
export function shell(): Plugin {
  return {
    name: "parley-shell",
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") return;
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const isFirst = ({ facadeModuleId }: Rolldown.OutputChunk) =>
        FIRST_VISIT.some((name) => facadeModuleId?.endsWith(`/${name}`));
      const atFirst = reach(bundle, chunks.filter(isFirst), ({ imports }) => imports);
      const inAll = reach(bundle, atFirst, ({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
      const typeface = Object.keys(bundle).filter((name) => TYPEFACE.test(name));
      const first = [...new Set([...filesOf(atFirst), ...typeface])].sort();
      const later = filesOf(inAll.filter(({ code }) => code.length < LARGE)).filter(
        (name) => !first.includes(name),
      );
      const build = createHash("sha256")
        .update([...first, ...later].join())
        .digest("hex")
        .slice(0, 12);
      const told = JSON.stringify({ first: first.map(pathOf), later: later.map(pathOf), build });
      worker.code = worker.code.replace(/["'`]__SHELL__["'`]/, told);
    },
  };
}

const pathOf = (fileName: string) => `/${fileName}`;

/** These chunks and all that they lead to. */
function reach(
  bundle: Rolldown.OutputBundle,
  from: readonly Rolldown.OutputChunk[],
  next: (chunk: Rolldown.OutputChunk) => readonly string[],
): Rolldown.OutputChunk[] {
  const reached = new Set(from);
  for (const chunk of reached) {
    for (const fileName of next(chunk)) {
      const found = bundle[fileName];
      if (found?.type === "chunk") reached.add(found); // a set goes on to what is added while it is walked
    }
  }
  return [...reached];
}

function filesOf(chunks: readonly Rolldown.OutputChunk[]): string[] {
  const names = chunks.flatMap(({ fileName, viteMetadata }) => [
    fileName,
    ...(viteMetadata?.importedCss ?? []),
  ]);
  return [...new Set(names)].sort();
}
