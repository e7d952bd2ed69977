import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import type { MissingName } from "./missing-names.ts";
import { endlessReasons, type RenderFailure } from "./render-failure.ts";
import { boardNames } from "./render-input.ts";

export type FailureScene = {
  folder: string;
  /** Whose files were rendered; its own templates are named after it. */
  agentName?: string;
  /** Other names of the set that exist for no agent. */
  missing?: MissingName[];
};

/** An agent's own template, as its column is called. */
export const ownTemplates = ["identity_template", "soul_template"] as const;

/** A template failed; `failure` says how. */
export class TemplateFailedError extends FlightDeckError {
  readonly failure: RenderFailure;

  constructor(failure: RenderFailure, message: string, hint: Hint) {
    super("template-error", message, hint);
    this.failure = failure;
  }
}

/** No agent can be rendered with this set of templates. */
export class TemplatesRefusedError extends TemplateFailedError {}

/** The error an operator reads about a failed template: which one, where, why, and what to do. Never a value of the context. */
export function templateError(failure: RenderFailure, scene: FailureScene): FlightDeckError {
  const { cause, hint } = explanation(failure, scene);
  const isOwn = ownTemplates.some((name) => name === failure.template);
  const Kind = !isOwn && endlessReasons.has(failure.reason) ? TemplatesRefusedError : TemplateFailedError;
  return new Kind(failure, `${placeOf(failure, scene)}: ${cause}.`, hint);
}

function placeOf({ template, line }: RenderFailure, { folder, agentName }: FailureScene): string {
  const inLine = line === null ? "" : `, line ${line}`;
  if (template === null) return `A template of ${folder}`;
  if (ownTemplates.some((name) => name === template)) return `The ${template} of agent "${agentName ?? "?"}"${inLine}`;
  return `Template ${template}${inLine} (in ${folder})`;
}

function explanation(failure: RenderFailure, scene: FailureScene): { cause: string; hint: Hint } {
  const hints = hintsOf("template-error");
  const code = failure.expression === null ? "" : ` "${failure.expression}"`;
  switch (failure.reason) {
    case "undefined":
      return undefinedName(failure.expression, scene);
    case "syntax":
      return { cause: `syntax error: ${failure.detail}`, hint: hints.syntax };
    case "unknown-name":
      return {
        cause: failure.detail ?? `unknown name${code}`,
        hint: hints.builtIn,
      };
    case "include-missing":
      return {
        cause: `the template it asks for${code ? ` with${code}` : ""} is not in the template folder`,
        hint: hints.include,
      };
    case "too-many-steps":
    case "too-slow":
      return {
        cause: "it was stopped because it does not end",
        hint: hints.loop,
      };
    case "too-much-memory":
      return {
        cause: "it was stopped because it needs too much memory or nests too deeply",
        hint: hints.growth,
      };
    case "too-large":
      return { cause: "its result is larger than 1,000,000 characters", hint: hints.shorten };
    case "range-too-long":
      return { cause: `a range has more than 100,000 numbers${code && ` in${code}`}`, hint: hints.range };
    case "calls-itself":
      return { cause: "a macro calls itself without end, or too often", hint: hints.growth };
    case "includes-itself":
      return { cause: `it includes itself${failure.detail ? ` (${failure.detail})` : ""}`, hint: hints.includeLoop };
    case "token-changed":
      return {
        cause: `it tests, cuts or changes auth_token${code && ` in${code}`}, but a token can only be printed whole`,
        hint: hints.token,
      };
    case "other":
      return { cause: `it cannot be rendered${code ? ` at${code}` : ""}`, hint: hints.place };
  }
}

function undefinedName(expression: string | null, { missing = [] }: FailureScene): { cause: string; hint: Hint } {
  const name = expression ?? "a name";
  if (boardNames.includes(name)) {
    return {
      cause: `"${name}" is not defined for the gateway's main agent, which has no board`,
      hint: hintsOf("template-error").boardName(name),
    };
  }
  return {
    cause: `"${name}" is not defined${alsoMissing(missing.filter((other) => other.name !== name))}`,
    hint: hintsOf("template-error").unknownName,
  };
}

const mostNames = 20;

function alsoMissing(missing: MissingName[]): string {
  if (missing.length === 0) return "";
  const places = missing.map(({ name, template, line }) => {
    const isOwn = ownTemplates.some((own) => own === template);
    return `"${name}" (${isOwn ? `its ${template}` : template}, line ${line})`;
  });
  const rest = places.length - mostNames;
  return `; neither ${places.length === 1 ? "is" : "are"} ${places.slice(0, mostNames).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
