import type { InjectionLimits, NamedLimits } from "../../shared/injection-limits.ts";
import type { RenderedFile } from "./render-agent-files.ts";

/** How many characters of a file a gateway shows an agent. */
export function injectionLimitOf(fileName: string, limits: InjectionLimits): number {
  return fileName === "USER.md" ? limits.user : limits.perFile;
}

/**
 * What a gateway would cut off when it shows these files to the agent (docs/gateways.md, Files). Together, each file counts up to its
 * own limit.
 * @returns one sentence per limit exceeded; empty when there is none.
 */
export function checkInjectionLimits(
  files: Pick<RenderedFile, "name" | "content">[],
  { limits, whose }: NamedLimits,
): string[] {
  const warnings = files.flatMap(({ name, content }) => {
    const limit = injectionLimitOf(name, limits);
    return content.length > limit ? [tooLong(name, content.length, { limit, whose })] : [];
  });
  const total = files.reduce(
    (sum, { name, content }) => sum + Math.min(content.length, injectionLimitOf(name, limits)),
    0,
  );
  return total > limits.total
    ? [...warnings, tooLong("All files together", total, { limit: limits.total, whose })]
    : warnings;
}

function tooLong(what: string, chars: number, { limit, whose }: { limit: number; whose: string }): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return `${what}: ${number(chars)} characters, of which ${whose} shows an agent only ${number(limit)}.`;
}
