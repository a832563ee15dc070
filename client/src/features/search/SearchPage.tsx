import { Button, Loader, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { Blank } from "~/components/Blank";
import { Icon } from "~/components/Icon";
import classes from "./SearchPage.module.css";
import { SearchResult } from "./SearchResult";
import { useSearch } from "./useSearch";

interface Props {
  query: string;
  /** Searches this room alone. */
  room: { id: string; title: string } | null;
  onQuery(query: string): void;
  onEverywhere(): void;
}

/** Finds messages; each result leads to its place. */
export function SearchPage({ query, room, onQuery, onEverywhere }: Props) {
  const [text, setText] = useState(query);
  const ask = useDebouncedCallback(onQuery, 300);
  const search = useSearch(query, room?.id ?? null);
  return (
    <search className={classes.page}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onQuery(text.trim());
        }}
      >
        <TextInput
          type="search"
          aria-label="Search messages"
          placeholder={room ? `Search ${room.title}` : "Search all your conversations"}
          leftSection={<Icon name="search" size={18} />}
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            ask(currentTarget.value.trim());
          }}
          autoFocus
        />
      </form>
      {room && (
        <Button variant="subtle" size="compact-sm" className={classes.everywhere} onClick={onEverywhere}>
          Only in {room.title}. Search everywhere
        </Button>
      )}
      <Found search={search} query={query} />
    </search>
  );
}

function Found({ search, query }: { search: ReturnType<typeof useSearch>; query: string }) {
  if (!search.isAsked) return <Hint />;
  if (search.problem) {
    return (
      <Notice>
        <p>{search.problem}</p>
        <Button variant="light" onClick={search.reload}>
          Try again
        </Button>
      </Notice>
    );
  }
  const isEmpty = search.results.length === 0;
  if (isEmpty && search.isLoading) {
    return (
      <Notice>
        <Loader size="sm" aria-label="Searching" />
      </Notice>
    );
  }
  return (
    <>
      {isEmpty && !search.hasMore && <Blank icon="search">Nothing answers to “{query}”.</Blank>}
      <ol className={classes.results} aria-label="Results">
        {search.results.map((result) => (
          <SearchResult key={result.message.id} result={result} />
        ))}
      </ol>
      {search.hasMore && (
        <Button variant="subtle" fullWidth loading={search.isLoading} onClick={search.loadMore}>
          Look further back
        </Button>
      )}
    </>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={classes.notice} role="status">
      {children}
    </div>
  );
}

const FILTERS = [
  ["“exact words”", "as they stand"],
  ["from:ada", "by whom"],
  ["in:design", "where"],
  ["has:file", "or has:image, has:link, is:thread"],
  ["before:2026-11-01", "or after:"],
  ["-tea", "without it"],
] as const;

function Hint() {
  return (
    <dl className={classes.hint}>
      {FILTERS.map(([filter, meaning]) => (
        <div key={filter}>
          <dt>{filter}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
