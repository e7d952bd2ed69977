import type { z } from "zod";

const kinds: Record<string, string> = {
  string: "a text",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
  object: "a JSON object",
  record: "a JSON object",
  array: "a list",
};

/** What is wrong with a value, in plain words; it repeats nothing of the value, which might be a token. */
export function plainReason(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? "of another kind"}`;
    case "too_small":
      return issue.origin === "string" ? issue.message : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" ? issue.message : `must be at most ${issue.maximum}`;
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
      return "is not valid JSON";
    default:
      return issue.message;
  }
}
