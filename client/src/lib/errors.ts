type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "BAD_INPUT"
  | "CONFLICT"
  | "TOO_LARGE"
  | "RATE_LIMITED"
  | "UNAVAILABLE"
  | "INTERNAL";

/** What the server said no to. A failure that is not a refusal (no network, a broken answer) has none. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  /** The input field at fault, in the server's own name for it. */
  field: string | null;
  /** Seconds. */
  retryAfter: number | null;
}

interface GraphQLErrorLike {
  message: string;
  extensions?: { code?: unknown; field?: unknown; retryAfter?: unknown };
}

/** The answer to a plain request carried errors; the shape is the one Apollo's own error has. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly errors: readonly GraphQLErrorLike[];

  constructor(errors: readonly GraphQLErrorLike[]) {
    super(errors[0]?.message ?? "The request failed.");
    this.errors = errors;
  }
}

export function refusalOf(error: unknown): Refusal | null {
  const first = (error as { errors?: readonly GraphQLErrorLike[] } | null | undefined)?.errors?.[0];
  const code = first?.extensions?.code;
  if (!first || typeof code !== "string") return null;
  const { field, retryAfter } = first.extensions ?? {};
  return {
    code: code as ErrorCode,
    message: first.message,
    field: typeof field === "string" ? field : null,
    retryAfter: typeof retryAfter === "number" ? retryAfter : null,
  };
}

/** One sentence for a person. */
export function messageOf(error: unknown): string {
  return refusalOf(error)?.message ?? "Parley cannot be reached. Check your connection and try again.";
}
