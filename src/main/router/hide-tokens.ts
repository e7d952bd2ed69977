import { tokenPlaceholder } from "../provisioning/mask-token.ts";

const shown = "(agent token)";

/**
 * A text for the screen without an agent's token: neither the placeholder that stands for it in what we render, nor what
 * stands after AUTH_TOKEN in a file that somebody edited so that its token could not be found and masked.
 */
export function hideTokens(text: string): string {
  return text.replaceAll(tokenPlaceholder, shown).replace(/(AUTH_TOKEN\s*[=:]\s*["'`]?)[\w+/=-]{8,}/g, `$1${shown}`);
}
