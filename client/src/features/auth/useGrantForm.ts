import { type FormEvent, useState } from "react";
import { messageOf, refusalOf } from "~/lib/errors";
import type { Grant } from "~/lib/session";

interface Failure {
  field: string | null;
  message: string;
}

/** A form whose answer is a session: sends its fields once at a time and puts a refusal at the field it is about. */
export function useGrantForm<TField extends string>(
  fields: readonly TField[],
  send: (values: Record<TField, string>) => Promise<Grant>,
  onGranted: (grant: Grant) => void,
) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const values = Object.fromEntries(fields.map((field) => [field, String(data.get(field) ?? "")]));
    setBusy(true);
    setFailure(null);
    try {
      onGranted(await send(values as Record<TField, string>));
    } catch (error) {
      setFailure({ field: refusalOf(error)?.field ?? null, message: messageOf(error) });
      setBusy(false);
    }
  }

  const known = fields.some((field) => field === failure?.field);
  return {
    busy,
    onSubmit,
    errorAt: (field: TField) => (failure?.field === field ? failure.message : undefined),
    error: known ? null : (failure?.message ?? null),
  };
}
