import { type KeyboardEvent, useState } from "react";

/** The name of a row to be added: typed, checked as it is typed, added by button or Enter. */
export function useNewName(check: (name: string) => string | null, onAdd: (name: string) => void) {
  const [text, type] = useState("");
  const name = text.trim();
  const problem = name ? check(name) : null;
  const ready = name !== "" && problem === null;
  const add = () => {
    if (!ready) return;
    onAdd(name);
    type("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would submit the form around it
    add();
  };
  return { text, type, problem, ready, add, onKeyDown };
}
