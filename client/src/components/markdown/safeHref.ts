const SAFE = new Set(["http:", "https:", "mailto:"]);

/** The address, if it leads somewhere a stranger's link may lead; null for scripts, data and other schemes. */
export function safeHref(href: string): string | null {
  const address = URL.parse(href);
  return address && SAFE.has(address.protocol) ? address.href : null;
}
