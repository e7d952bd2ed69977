import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { SinkAddress } from "../database/notifications/notification-sinks.ts";
import { rememberSecret } from "../vault/known-secrets.ts";

const longestUrl = 1_000;

/**
 * Reads the address of a webhook, as an operator gave it.
 * @throws FlightDeckError bad-input, which repeats nothing of it
 */
export function parseWebhookAddress(text: string): SinkAddress {
  const given = text.trim();
  const refuse = (reason: string) =>
    new FlightDeckError("bad-input", `The webhook's address ${reason}.`, hintsOf("bad-input").webhookAddress);
  if (given === "") throw refuse("is empty");
  if (given.length > longestUrl) throw refuse(`is longer than ${longestUrl.toLocaleString("en-US")} characters`);
  if (/[\s\p{C}]/u.test(given)) throw refuse("contains a blank, a line break or an invisible character");
  if (!/^https?:\/\//i.test(given)) throw refuse("does not begin with https:// or http://");
  if (!URL.canParse(given)) throw refuse("is not valid");
  const url = new URL(given);
  if (url.username !== "" || url.password !== "") throw refuse("contains a user name or password");
  if (url.hash !== "") throw refuse("contains a fragment (from the # on)");
  rememberAddress(url);
  return { url: url.href, host: `${url.protocol}//${url.host}` };
}

/** The path alone is as good as the address: who knows it can write there. */
export function rememberAddress(url: URL): void {
  rememberSecret(url.href);
  rememberSecret(`${url.pathname}${url.search}`);
}
