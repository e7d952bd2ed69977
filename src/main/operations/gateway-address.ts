import { FlightDeckError } from "../../shared/errors.ts";

/**
 * Holds a gateway's URL to what can be connected to. An empty one is allowed: the address may come later.
 *
 * @throws FlightDeckError bad-input
 */
export function checkGatewayUrl(url: string): void {
  if (url === "") return;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || (parsed.protocol !== "ws:" && parsed.protocol !== "wss:")) {
    throw new FlightDeckError(
      "bad-input",
      "The URL is no WebSocket address.",
      "Write it like ws://127.0.0.1:18789 or wss://gateway.example.com.",
    );
  }
  if (parsed.username || parsed.password) {
    throw new FlightDeckError(
      "bad-input",
      "The URL holds a name or a password.",
      "URLs are shown and logged: put the gateway's token into its own field.",
    );
  }
}
