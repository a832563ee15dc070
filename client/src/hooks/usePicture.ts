import { useMutation } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { graphql } from "~/gql";
import { messageOf, refusalOf } from "~/lib/errors";
import { announced, sendTo } from "~/lib/uploads/transport";

const CreateAvatarUpload = graphql(`
  mutation CreateAvatarUpload($input: CreateAvatarUploadInput!) {
    createAvatarUpload(input: $input) { id url method fields { name value } }
  }
`);

interface State {
  /** What was chosen and is not set yet. */
  file: File | null;
  /** From 0 to 1 while it is being sent; null while it is not. */
  progress: number | null;
  /** Why it did not work. */
  error: string | null;
  /** Whether another picture is wanted: with this one it fails again. */
  isUnfit: boolean;
  /** What was done last. */
  done: "set" | "removed" | null;
}

const idle: State = { file: null, progress: null, error: null, isUnfit: false, done: null };

/** A picture of somebody or of a room: chosen, looked at, sent and set; or taken away, which is to set a blank one. */
export function usePicture(set: (avatarUploadId: string) => Promise<unknown>) {
  const [state, setState] = useState<State>(idle);
  const [create, { client }] = useMutation(CreateAvatarUpload);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function attempt(held: State, work: (signal: AbortSignal) => Promise<unknown>, done: State["done"]) {
    const abort = new AbortController();
    running.current = abort;
    setState({ ...held, progress: 0, error: null });
    try {
      await work(abort.signal);
      if (!abort.signal.aborted) setState({ ...idle, done });
    } catch (error) {
      if (abort.signal.aborted) return;
      const code = refusalOf(error)?.code;
      const isUnfit = code === "BAD_INPUT" || code === "TOO_LARGE";
      setState({ ...held, progress: null, error: messageOf(error), isUnfit });
    }
  }

  async function send(file: File, signal: AbortSignal) {
    const { data } = await create({ variables: { input: announced(file) } });
    signal.throwIfAborted();
    if (!data) throw new Error("The server answered without a target.");
    const onProgress = (progress: number) => setState((now) => (signal.aborted ? now : { ...now, progress }));
    const { id } = await sendTo(data.createAvatarUpload, { client, file, onProgress, signal });
    await set(id);
  }

  return {
    ...state,
    isBusy: state.progress !== null,
    choose: (file: File) => setState({ ...idle, file }),
    /** Also what tries it again. */
    use() {
      const { file } = state;
      if (file) void attempt(state, (signal) => send(file, signal), "set");
    },
    remove: () => void attempt(idle, () => set(""), "removed"),
    cancel() {
      running.current?.abort();
      setState(idle);
    },
  };
}
