import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Hint } from "../../shared/hint-words.ts";
import type { RenderFailure } from "./render-failure.ts";

export type FailureScene = {
  folder: string;
  /** Whether it was rendered for a gateway's main agent. */
  isMainAgent?: boolean;
};

/** The error an operator reads about a failed template: which one, where, why, and what to do. Never a value of the context. */
export function templateError(failure: RenderFailure, scene: FailureScene): FlightDeckError {
  const { cause, hint } = explanation(failure, scene);
  return new FlightDeckError("template-error", `${placeOf(failure, scene)}: ${cause}.`, hint);
}

function placeOf({ template, line }: RenderFailure, { folder }: FailureScene): string {
  const inLine = line === null ? "" : `, line ${line}`;
  if (template === null) return `A template of ${folder}`;
  return template.endsWith(".j2") ? `Template ${template}${inLine} (in ${folder})` : `${template}${inLine}`;
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
    case "token-changed":
      return {
        cause: `it tests, cuts or changes auth_token${code && ` in${code}`}, but a token can only be printed whole`,
        hint: hints.token,
      };
    case "other":
      return { cause: `it cannot be rendered${code ? ` at${code}` : ""}`, hint: hints.place };
  }
}

function undefinedName(expression: string | null, { isMainAgent }: FailureScene): { cause: string; hint: Hint } {
  const name = expression ?? "a name";
  const isBoardName = /^(board_|workspace_path|directory_role_)/.test(name);
  if (isMainAgent && isBoardName) {
    return {
      cause: `"${name}" is not defined for the gateway's main agent, which has no board`,
      hint: hintsOf("template-error").boardName(name),
    };
  }
  return {
    cause: `"${name}" is not defined`,
    hint: hintsOf("template-error").unknownName,
  };
}
