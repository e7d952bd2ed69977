import { type ErrorCode, FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { hintForTerminal } from "../../shared/hint-words.ts";
import { explainStorageTrouble } from "../database/explain-database-failure.ts";
import { hideSecrets } from "../vault/known-secrets.ts";
import { moreAboutError } from "./text/more-about-error.ts";
import { type Paint, paintFor } from "./text/paint.ts";
import { oneLine, wrap } from "./text/plain.ts";

/** Where the command line writes: the result to stdout, everything else to stderr. */
export type Output = {
  isJson: boolean;
  /** How wide a line of the result may be: without limit where it is piped. */
  columns: number;
  paint: Paint;
  /** The one result of a command: as JSON, or as lines for a person. */
  result(json: object, lines: () => string[]): Promise<void>;
  /** What went wrong; with --json this is the result. */
  error(error: FlightDeckError): Promise<void>;
};

export type Streams = { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };

const widest = 120;
const narrowest = 60;

export function createOutput(isJson: boolean, { stdout, stderr }: Streams): Output {
  const columns = columnsOf(stdout);
  const paint = paintFor(stdout);
  const printJson = (json: object) => print(stdout, jsonText(json));
  return {
    isJson,
    columns,
    paint,
    result: (json, lines) => (isJson ? printJson(json) : print(stdout, lines().join("\n"))),
    error({ code, message, hint }) {
      if (isJson) return printJson({ error: { code, message, hint } });
      const paint = paintFor(stderr);
      const lines = problemLines([{ code, message, hint }], { paint, columns: columnsOf(stderr) });
      return print(stderr, lines.join("\n"));
    },
  };
}

/** What is piped is not broken into lines or shortened: it is searched, and commands in it are copied. */
function columnsOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? Math.min(widest, Math.max(narrowest, stream.columns ?? 80)) : Number.POSITIVE_INFINITY;
}

/**
 * JSON that a terminal shows as it is, with hints in the words of the command line. JSON allows some characters that control a
 * terminal; they are escaped.
 */
function jsonText(json: object): string {
  return JSON.stringify(json, hintsInOurWords, 2).replace(
    /[\u007f-\u009f\p{Bidi_Control}\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function hintsInOurWords(key: string, value: unknown): unknown {
  return key === "hint" && typeof value === "string" ? hintForTerminal(value) : value;
}

export type ErrorLines = { message: string; hint: string; paint: Paint; columns: number };

/** An error and its hint for a person. A message may have several lines, such as the list of bad rows of a fleet file. */
export function errorLines({ message, hint, paint, columns }: ErrorLines): string[] {
  const [first = "", ...rest] = message.split("\n");
  const headline = wrap(oneLine(first), { width: columns, firstIndent: "✖ ", restIndent: "  " });
  const body = rest.flatMap((line) => {
    const indent = " ".repeat(line.length - line.trimStart().length);
    return wrap(oneLine(line), { width: columns, firstIndent: `  ${indent}`, restIndent: `    ${indent}` });
  });
  const inOurWords = oneLine(hintForTerminal(hint));
  const advice = inOurWords === "" ? [] : wrap(inOurWords, { width: columns, firstIndent: "→ ", restIndent: "  " });
  return [...headline.map((line) => paint("red", line)), ...body, ...advice.map((line) => paint("cyan", `  ${line}`))];
}

/** Several errors, with the command that explains each code once. */
export function problemLines(
  problems: readonly { code: ErrorCode; message: string; hint: string }[],
  { paint, columns }: Pick<ErrorLines, "paint" | "columns">,
): string[] {
  return problems.flatMap(({ code, message, hint }, index) => {
    const lines = errorLines({ message, hint, paint, columns });
    const isFirst = problems.findIndex((problem) => problem.code === code) === index;
    return isFirst ? [...lines, paint("dim", `  ${moreAboutError(code)}`)] : lines;
  });
}

/** Resolves once the text has left the process, so that it may end. */
function print(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(`${text}\n`, () => resolve());
  });
}

/** Turns anything thrown into an error an operator can read. */
export function toFlightDeckError(error: unknown): FlightDeckError {
  if (error instanceof FlightDeckError) return error;
  const trouble = explainStorageTrouble(error);
  if (trouble) return trouble;
  return new FlightDeckError(
    "internal",
    `Something unexpected happened: ${hideSecrets(messageOf(error))}`,
    hintsOf("internal").reportCommand,
    { cause: error },
  );
}
