import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const FIRST_VISIT = ["src/app/main.tsx", "index.html", "src/app/SignedIn.tsx"];

/** Tells the service worker which files a first visit loads, and ends the list with a name for the build. */
export function shell(): Plugin {
  return {
    name: "parley-shell",
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") return;
      const files = new Set<string>();
      const take = (fileName: string) => {
        const chunk = bundle[fileName];
        if (chunk?.type !== "chunk" || files.has(`/${fileName}`)) return;
        files.add(`/${fileName}`);
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(`/${style}`);
        for (const imported of chunk.imports) take(imported);
      };
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk" && FIRST_VISIT.some((name) => chunk.facadeModuleId?.endsWith(`/${name}`)))
          take(chunk.fileName);
      for (const fileName of Object.keys(bundle))
        if (/figtree-latin-wght-normal.*\.woff2$/.test(fileName)) files.add(`/${fileName}`);
      const list = [...files].sort();
      const build = createHash("sha256").update(list.join()).digest("hex").slice(0, 12);
      worker.code = worker.code.replace(/["'`]__SHELL__["'`]/, JSON.stringify([...list, build]));
    },
  };
}
