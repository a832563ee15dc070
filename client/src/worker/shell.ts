/** Filled in by the build with the files that a first visit loads; their names change with what is in them. */
const SHELL: readonly string[] = "__SHELL__" as unknown as readonly string[];

const PREFIX = "parley-shell-";
const NAME = `${PREFIX}${SHELL.at(-1) ?? ""}`; // the last entry tells one build from another
const PAGE = "/";
const NOT_OURS = /^\/(graphql|api|socket\.io|metrics|healthz|readyz)(\/|$)/;

export async function keepShell(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([PAGE, ...SHELL.slice(0, -1)]);
}

export async function removeOldShells(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)),
  );
}

/** Pages of the client and its hashed files. Whatever can change on the server is left to the network. */
export function isShellRequest({ method, mode, url }: Pick<Request, "method" | "mode" | "url">): boolean {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin || NOT_OURS.test(pathname)) return false;
  return mode === "navigate" || pathname.startsWith("/assets/");
}

export function answer(request: Request): Promise<Response> {
  return request.mode === "navigate" ? page(request) : file(request);
}

/** The page as the server has it; the one that was kept only when there is no way to the server. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

/** A hashed file never changes: what was loaded once is loaded for good. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(NAME);
    await cache.put(request, response.clone());
  }
  return response;
}
