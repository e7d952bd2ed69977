import { maskTokenLines, tokenPlaceholder } from "../provisioning/tokens/mask-token.ts";

const shown = "(agent token)";

/** A text for the screen without an agent's token, and without the long placeholder for it. */
export function hideTokens(text: string): string {
  return maskTokenLines(text).replaceAll(tokenPlaceholder, shown);
}
