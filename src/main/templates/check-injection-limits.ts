import type { RenderedFile } from "./render-agent-files.ts";

/** In characters; those of current gateways without settings of their own (docs/gateways.md, Files). */
export const currentLimits = { perFile: 20_000, total: 60_000, user: 4_000 };

/** How many characters of a file a gateway shows an agent. */
export function injectionLimitOf(fileName: string, limits = currentLimits): number {
  return fileName === "USER.md" ? limits.user : limits.perFile;
}

/**
 * What a gateway would cut off when it shows these files to the agent (docs/gateways.md, Files).
 * @returns one sentence per limit exceeded; empty when there is none.
 */
export function checkInjectionLimits(files: Pick<RenderedFile, "name" | "content">[]): string[] {
  const warnings = files.flatMap(({ name, content }) => {
    const limit = injectionLimitOf(name);
    return content.length > limit ? [tooLong(name, content.length, limit)] : [];
  });
  const total = files.reduce((sum, { content }) => sum + content.length, 0);
  return total > currentLimits.total
    ? [...warnings, tooLong("All files together", total, currentLimits.total)]
    : warnings;
}

function tooLong(what: string, chars: number, limit: number): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return `${what}: ${number(chars)} characters, but the gateway shows an agent only ${number(limit)} of them.`;
}
