import { FlightDeckError } from "../../shared/errors.ts";

/**
 * Checks that a gateway's URL is one that can be connected to. It may be empty: the address may be added later.
 * @throws FlightDeckError bad-input
 */
export function checkGatewayUrl(url: string): void {
  if (url === "") return;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || (parsed.protocol !== "ws:" && parsed.protocol !== "wss:")) {
    throw new FlightDeckError(
      "bad-input",
      "The URL is not a WebSocket address.",
      "Write it like ws://127.0.0.1:18789 or wss://gateway.example.com.",
    );
  }
  if (parsed.username || parsed.password) {
    throw new FlightDeckError(
      "bad-input",
      "The URL contains a user name or password.",
      "URLs are shown and logged: put the gateway's token into its own field.",
    );
  }
}
