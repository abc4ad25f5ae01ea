/** Times, money and numbers as people read them; everything in the reader's own time zone. */

const money = new Intl.NumberFormat(undefined, {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const smallMoney = new Intl.NumberFormat(undefined, {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 4,
  maximumFractionDigits: 4,
});

export function usd(amount: number | null | undefined): string {
  if (amount === null || amount === undefined) return "–";
  return Math.abs(amount) < 1 && amount !== 0 ? smallMoney.format(amount) : money.format(amount);
}

/** 75 s as 1:15, an hour as 1:00:00. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  const total = Math.max(0, Math.floor(seconds));
  const h = Math.floor(total / 3600);
  const m = Math.floor((total % 3600) / 60);
  const s = String(total % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

/** A place on the call clock. */
export function clock(ms: number): string {
  return duration(ms / 1000);
}

export function millis(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

export function dateTime(iso: string | null | undefined): string {
  return iso ? exact.format(new Date(iso)) : "–";
}

/** Today's times without the day. */
export function shortTime(iso: string | null | undefined, now = new Date()): string {
  if (!iso) return "–";
  const date = new Date(iso);
  const sameDay = date.toDateString() === now.toDateString();
  return sameDay ? time.format(date) : `${day.format(date)}, ${time.format(date)}`;
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export function ago(iso: string | null | undefined, now = Date.now()): string {
  if (!iso) return "never";
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, "second");
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86_400), "day");
}

/** +18578167225 as +1 857 816 7225; others in the E.164 form they came in. */
export function phone(number: string | null | undefined): string {
  if (!number) return "–";
  const us = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return us ? `+1 ${us[1] ?? ""} ${us[2] ?? ""} ${us[3] ?? ""}` : number;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** in_progress as In progress. */
export function words(value: string | null | undefined): string {
  if (!value) return "–";
  const text = value.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The change from one figure to another, e.g. +12 %; null when there is nothing to compare. */
export function change(now: number, before: number): string | null {
  if (before === 0) return null;
  const percent = Math.round(((now - before) / before) * 100);
  return `${percent > 0 ? "+" : percent < 0 ? "−" : "±"}${Math.abs(percent)} %`;
}
