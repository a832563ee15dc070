interface Shell {
  /** What a first visit loads. File names change with what is in them. */
  first: readonly string[];
  /** What is loaded once it is asked for. */
  later: readonly string[];
  /** Tells one build from another. */
  build: string;
}

/** Filled in by the build. */
const SHELL = "__SHELL__" as unknown as Shell;

const PREFIX = "parley-shell-";
const NAME = `${PREFIX}${SHELL.build}`;
const PAGE = "/";
const NOT_OURS = /^\/(graphql|api|socket\.io|metrics|healthz|readyz)(\/|$)/;

/**
 * Keeps the whole client, so that all of it works without a network, and so that a page of this build goes on when the
 * server has the files of another. What a first visit does not need may fail: it is asked for again when it is used.
 */
export async function keepShell(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([PAGE, ...SHELL.first]);
  await Promise.all(SHELL.later.map((file) => cache.add(file).catch(() => undefined)));
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
  const kept = await caches.match(request, { ignoreVary: true }); // it is the same for every origin
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(NAME);
    await cache.put(request, response.clone());
  }
  return response;
}
