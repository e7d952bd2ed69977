import { FlightDeckError } from "../../shared/errors.ts";
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

function explanation(failure: RenderFailure, scene: FailureScene): { cause: string; hint: string } {
  const code = failure.expression === null ? "" : ` "${failure.expression}"`;
  switch (failure.reason) {
    case "undefined":
      return undefinedName(failure.expression, scene);
    case "syntax":
      return { cause: `syntax error: ${failure.detail}`, hint: "Correct the template; it is written in Jinja2." };
    case "unknown-name":
      return {
        cause: failure.detail ?? `unknown name${code}`,
        hint: "Use only what is built into Jinja2.",
      };
    case "include-missing":
      return {
        cause: `the template it asks for${code ? ` with${code}` : ""} is not in the template folder`,
        hint: "Templates can include only templates (*.md.j2) of their own folder, by their file name.",
      };
    case "too-many-steps":
    case "too-slow":
      return {
        cause: "it was stopped because it does not end",
        hint: "Look for a very long or endless loop.",
      };
    case "too-much-memory":
      return {
        cause: "it was stopped because it needs too much memory or nests too deeply",
        hint: "Look for a text or list that keeps growing in a loop, or a macro that calls itself.",
      };
    case "too-large":
      return { cause: "its result is larger than 1,000,000 characters", hint: "Shorten the template." };
    case "token-changed":
      return {
        cause: `it tests, cuts or changes auth_token${code && ` in${code}`}, but a token can only be printed whole`,
        hint: "Write {{ auth_token }} where the token belongs, without filters, and use it in no condition.",
      };
    case "other":
      return { cause: `it cannot be rendered${code ? ` at${code}` : ""}`, hint: "Correct the template at this place." };
  }
}

function undefinedName(expression: string | null, { isMainAgent }: FailureScene): { cause: string; hint: string } {
  const name = expression ?? "a name";
  const isBoardName = /^(board_|workspace_path|directory_role_)/.test(name);
  if (isMainAgent && isBoardName) {
    return {
      cause: `"${name}" is not defined for the gateway's main agent, which has no board`,
      hint: `Put it inside {% if ${name} is defined %} ... {% endif %}.`,
    };
  }
  return {
    cause: `"${name}" is not defined`,
    hint: "Correct the name, or remove it; templates/README.md lists every name there is.",
  };
}
