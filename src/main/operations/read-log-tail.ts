import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "../../shared/is-json-object.ts";

/** A line of the log without what may name anything: only the failure, and where in our code it was. */
export type LogLine = {
  time: string;
  level: number;
  message: string;
  error: { type: string; code: string; message: string; at: string[] } | null;
};

const tailBytes = 200_000;
const mostLines = 50;
const mostPlaces = 5;

/**
 * The latest lines of a host's log (`openLog`), the latest last; none if there is no log.
 * @param hide takes names and addresses out of a text
 */
export function readLogTail(dataDir: string, hide: (text: string) => string): LogLine[] {
  const lines = readEnd(join(dataDir, "flight-deck.log")).split("\n").filter(Boolean);
  return lines.slice(-mostLines).flatMap((line) => {
    const read = readLine(line, hide);
    return read ? [read] : [];
  });
}

/** The first line of it may be cut. */
function readEnd(path: string): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return "";
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, size - buffer.length));
  } finally {
    closeSync(file);
  }
}

function readLine(line: string, hide: (text: string) => string): LogLine | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isJsonObject(entry)) return null;
  const { time, level, msg, err } = entry;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const error = isJsonObject(err)
    ? { type: text(err.type), code: text(err.code), message: hide(text(err.message)), at: placesIn(text(err.stack)) }
    : null;
  return { time: text(time), level: typeof level === "number" ? level : 0, message: hide(text(msg)), error };
}

/** `start-run.ts:12` for each of the innermost calls, without the folders of this machine. */
function placesIn(stack: string): string[] {
  return [...stack.matchAll(/([\w.-]+\.(?:[cm]?[jt]sx?)):(\d+):\d+\)?$/gm)]
    .slice(0, mostPlaces)
    .map(([, file = "", line = ""]) => `${file}:${line}`);
}
