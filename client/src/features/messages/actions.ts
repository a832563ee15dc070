import { createContext, useContext } from "react";

/** What a message can ask of the page around it. The same object for as long as the room is open. */
export interface Actions {
  /** The room shows the message's thread beside it. */
  openThread(messageId: string): void;
  /** The timeline goes to a message. */
  jumpTo(messageId: string): void;
  /** The link that leads to a message, from anywhere. */
  linkTo(messageId: string): string;
  /** Begins or, with null, ends editing. */
  edit(messageId: string | null): void;
  /** One sentence on what was not done. */
  refuse(sentence: string): void;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("There is no timeline here.");
  return actions;
}
