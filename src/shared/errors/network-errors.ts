import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* The way to gateways: proxies. */

export const networkErrors = {
  "proxy-unreachable": {
    title: "The proxy could not be reached",
    exit: "noGateway",
    endsRun: true,
    hints: {
      look: hint(
        'Check that the proxy is running and that this machine can reach it. To use another one, or none, open "Network" in Settings.',
        "Check that the proxy is running and that this machine can reach it. `network show` says which one is used, `network proxy` sets another one or none.",
      ),
    },
  },
  "proxy-refused": {
    title: "The proxy refused the connection",
    exit: "noGateway",
    endsRun: true,
    hints: {
      allow: hint(
        'Ask for the host to be allowed by the proxy, or add it to "Hosts without the proxy" under "Network" in Settings.',
        "Ask for the host to be allowed by the proxy. Or reach it without: `network show` prints the hosts without the proxy; give them all again, with this one, to `network proxy --except HOSTS`.",
      ),
    },
  },
  "proxy-credentials": {
    title: "The proxy asks for a user and a password",
    exit: "noGateway",
    endsRun: true,
    hints: {
      enter: hint(
        'Enter the proxy with user and password (http://user:password@host:port) in "Proxy address" under "Network" in Settings. Flight Deck knows the method Basic only.',
        "Put the proxy with user and password (http://user:password@host:port) into a file and run `network proxy --url-file FILE`. Flight Deck knows the method Basic only.",
      ),
    },
  },
  "proxy-unusable": {
    title: "This proxy cannot be used",
    exit: "noGateway",
    endsRun: true,
    hints: {
      other: hint(
        'Set the address of an HTTP proxy (http://host:port), or "No proxy", under "Network" in Settings.',
        "Set the address of an HTTP proxy (http://host:port) with `network proxy`, or run `network proxy --none`.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
