import { SimpleGrid } from "@mantine/core";
import type { ChangeEvent, ReactNode } from "react";

/** The keys of an object's fields of one kind. */
type Of<T, Kind> = { [K in keyof T]-?: T[K] extends Kind ? K : never }[keyof T];
type Typed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement>;

/** What a number field holds, as a number; null while it is empty. */
const toNumber = (value: number | string): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** Ties the inputs of a form to the fields of the object that they edit. */
export function inputsOf<T extends object>(held: T, change: (part: Partial<T>) => void) {
  const put = (name: keyof T, value: unknown) => change({ [name]: value } as Partial<T>);
  return {
    /** `empty` is what an empty field means. */
    text: (name: Of<T, string | null>, empty: "" | null = "") => ({
      value: (held[name] ?? "") as string,
      onChange: (event: Typed) => put(name, event.currentTarget.value || empty),
    }),
    /** The field shows the value divided by `unit`. */
    number: <K extends Of<T, number | null>>(name: K, empty: T[K], unit = 1) => ({
      value: held[name] === null ? "" : (held[name] as number) / unit,
      onChange: (value: number | string) => {
        const typed = toNumber(value);
        put(name, typed === null ? empty : unit === 1 ? typed : Math.round(typed * unit));
      },
    }),
    flag: (name: Of<T, boolean>) => ({
      checked: held[name] as boolean,
      onChange: (event: Typed & { currentTarget: { checked: boolean } }) =>
        put(name, event.currentTarget.checked),
    }),
    list: (name: Of<T, string[]>) => ({
      value: held[name] as string[],
      onChange: (value: string[]) => put(name, value),
    }),
  };
}

/** Two fields in a row, one where there is no room. */
export function Pairs({ children }: { children: ReactNode }) {
  return <SimpleGrid cols={{ base: 1, xs: 2 }}>{children}</SimpleGrid>;
}
