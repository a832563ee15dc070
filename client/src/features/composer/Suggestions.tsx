import { Icon } from "~/components/Icon";
import { PersonAvatar } from "~/components/PersonAvatar";
import type { Suggestion } from "./completion";
import classes from "./Suggestions.module.css";

interface Props {
  id: string;
  shown: readonly Suggestion[];
  active: number;
  onChoose(suggestion: Suggestion): void;
}

export const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** What a beginning may mean, above the field. The focus stays in the field. */
export function Suggestions({ id, shown, active, onChoose }: Props) {
  if (shown.length === 0) return null;
  return (
    <div id={id} role="listbox" aria-label="Suggestions" className={classes.list}>
      {shown.map((suggestion, index) => (
        <div
          key={suggestion.key}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          className={classes.option}
          onPointerDown={(event) => {
            event.preventDefault(); // the field keeps the focus
            onChoose(suggestion);
          }}
        >
          <span className={classes.sign}>{signOf(suggestion)}</span>
          <span className={classes.label}>{suggestion.label}</span>
          {suggestion.hint && <span className={classes.hint}>{suggestion.hint}</span>}
        </div>
      ))}
    </div>
  );
}

function signOf({ emoji, person }: Suggestion) {
  if (emoji) return emoji;
  return person ? <PersonAvatar person={person} size={24} /> : <Icon name="people" size={18} />;
}
