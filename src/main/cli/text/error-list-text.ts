import { hintForTerminal } from "../../../shared/hint-words.ts";
import { listNames } from "../../../shared/list-names.ts";
import type { RunError } from "../../../shared/sync.ts";
import { count } from "./amounts.ts";
import { groupErrors } from "./error-groups.ts";
import { moreAboutError } from "./more-about-error.ts";
import type { Paint } from "./paint.ts";
import { oneLine, wrap } from "./plain.ts";

const likewiseShown = 6;

export type ErrorListOptions = {
  errors: RunError[];
  /** How many causes are shown. */
  mostGroups: number;
  columns: number;
  paint: Paint;
};

/** The errors and warnings of a run, by cause: what happened, to whom, what to do. Empty when there are none. */
export function errorListText({ errors, mostGroups, columns, paint }: ErrorListOptions): string[] {
  if (errors.length === 0) return [];
  const groups = groupErrors(errors);
  const failures = errors.filter(({ severity }) => severity === "error").length;
  const warnings = errors.length - failures;
  const amounts = [
    failures > 0 ? paint(["bold", "red"], count(failures, "error")) : "",
    warnings > 0 ? paint(["bold", "yellow"], count(warnings, "warning")) : "",
  ];
  const title = amounts.filter((text) => text !== "").join(", ");
  const shown = groups.slice(0, mostGroups);
  const lines = shown.flatMap((group, index) => {
    const mark = group.severity === "error" ? paint("red", "✖") : paint("yellow", "!");
    const text = (content: string) =>
      wrap(oneLine(content), { width: columns, firstIndent: "    ", restIndent: "    " });
    const [first = "", ...rest] = text(`${group.message} [${group.code}]`);
    const likewise =
      group.likewise.length > 0 ? text(`The same with ${listNames(group.likewise, likewiseShown)}.`) : [];
    const hint = wrap(oneLine(hintForTerminal(group.hint)), {
      width: columns,
      firstIndent: "    → ",
      restIndent: "      ",
    });
    const isFirst = shown.findIndex(({ code }) => code === group.code) === index;
    const more = isFirst ? [paint("dim", `    ${moreAboutError(group.code)}`)] : [];
    return [`  ${mark}${first.slice(3)}`, ...rest, ...likewise, ...hint.map((line) => paint("cyan", line)), ...more];
  });
  const hidden = groups.length - mostGroups;
  const more = hidden > 0 ? [`    … and ${count(hidden, "other cause")}`] : [];
  return [title, ...lines, ...more];
}
