import { toTimestamp } from "../../../shared/records.ts";

/**
 * A time as Python's `datetime.isoformat` prints a time without a zone: six fraction digits, or none if they are all zero.
 * A date without a time is midnight, as it is in a `timestamp` column. A text that is no time stays as it is.
 */
export function printPythonTime(text: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text.trim());
  const timestamp = toTimestamp(isDate ? `${text.trim()}T00:00:00` : text);
  return timestamp?.replace(/(?:\.000000)?Z$/, "") ?? text;
}
