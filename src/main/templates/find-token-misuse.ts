import { readTokenUse, type TokenUse } from "./read-token-use.ts";
import type { RenderFailure } from "./render-failure.ts";
import { renderInWorker } from "./render-in-worker.ts";
import type { RenderContext } from "./render-input.ts";
import type { TemplateUse } from "./render-worker.ts";

import type { TemplateSet } from "./template-set.ts";

/**
 * Not a possible token: every character that a token can have, in another order and number. A template treats it like the real
 * token only if it prints the token as it is.
 */
const otherToken = "z0123456789_yxwvutsrqponmlkjihgfedcba-ZYXWVUTSRQPONMLKJIHGFEDCBA";

export type TokenMisuseInput = {
  templates: TemplateSet;
  context: RenderContext;
  uses: TemplateUse[];
  /** What the templates rendered with the context. */
  contents: string[];
};

/**
 * Files are rendered with a placeholder for the token, so a template may print the token but must not depend on its letters or
 * its length. Conditions are found in the text of the templates; everything else by rendering the templates that name the token
 * once more, with another one.
 * @returns the first template at fault, or null.
 */
export async function findTokenMisuse({
  templates,
  context,
  uses,
  contents,
}: TokenMisuseInput): Promise<RenderFailure | null> {
  const named = uses.flatMap((use, index) => {
    const tokenUse = tokenUseOf(templates, use);
    return tokenUse.isNamed ? [{ use, tokenUse, content: contents[index] ?? "" }] : [];
  });
  if (named.length === 0) return null;
  const condition = named.find(({ tokenUse }) => tokenUse.condition !== null);
  if (condition) return misuse(condition.use, condition.tokenUse.condition);
  const { version, sources } = templates;
  const job = { version, sources, context: { ...context, auth_token: otherToken }, uses: named.map(({ use }) => use) };
  const answer = await renderInWorker(job);
  const again = "failure" in answer ? [] : answer.contents;
  const token = context.auth_token ?? "";
  const changed = named.find(({ content }, index) => content.replaceAll(token, otherToken) !== again[index]);
  return changed ? misuse(changed.use, changed.tokenUse.suspect) : null;
}

function misuse({ name }: TemplateUse, place: TokenUse["condition"]): RenderFailure {
  const { line = null, expression = null } = place ?? {};
  return { reason: "token-changed", template: place?.template || name, line, expression, detail: null };
}

const known = new WeakMap<TemplateSet, Map<string, TokenUse>>();

/** Read once per template of a set: most agents of a run use the same ones. */
function tokenUseOf(templates: TemplateSet, { name, source }: TemplateUse): TokenUse {
  if (source !== undefined) return readTokenUse(templates, source);
  const ofSet = known.get(templates) ?? new Map<string, TokenUse>();
  known.set(templates, ofSet);
  const tokenUse = ofSet.get(name) ?? readTokenUse(templates, templates.sources[name] ?? "");
  ofSet.set(name, tokenUse);
  return tokenUse;
}
