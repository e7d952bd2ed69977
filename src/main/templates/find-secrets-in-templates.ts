import type { TemplateSet } from "./template-set.ts";

/** A line of a template that looks like a secret, counted from 1. The text itself is not repeated. */
export type TemplateSecret = { template: string; line: number; what: string };

const accessKey =
  /\b(?:gh[pousr]_\w{30,}|github_pat_\w{40,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{20,}|AKIA[0-9A-Z]{16}|sk-[\w-]{24,})/;
const namedValue =
  /(?:AUTH_TOKEN|X-Agent-Token|Bearer|api[_-]?key|password|passwd|secret)["'`*]*\s*[=:|\s]\s*["'`<]*(?=[\w+/=-]*\d)[\w+/=-]{20,}/i;

const patterns: [pattern: RegExp, what: string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\b[a-z][a-z0-9+]*:\/\/[^\s:@/{}]+:[^\s@{}]+@/, "an address with a password"],
  [/\bhttps:\/\/hooks\.slack\.com\/services\/[\w/]{10,}/, "the address of a webhook"],
  [accessKey, "an access key"],
  [namedValue, "a token or a password"],
];

/** The lines of a set that look like secrets, which every agent and everyone who reads its files would see. Pure. */
export function findSecretsInTemplates({ sources }: Pick<TemplateSet, "sources">): TemplateSecret[] {
  return Object.entries(sources).flatMap(([template, source]) =>
    source.split("\n").flatMap((text, index) => {
      const found = patterns.find(([pattern]) => pattern.test(text));
      return found ? [{ template, line: index + 1, what: found[1] }] : [];
    }),
  );
}
