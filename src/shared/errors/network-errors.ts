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
        'Check that the proxy runs and that this machine reaches it; another one, or none, is set under "Network" in Settings.',
        "Check that the proxy runs and that this machine reaches it. `network show` tells which one is used, `network proxy` sets another one or none.",
      ),
    },
  },
  "proxy-refused": {
    title: "The proxy refused the connection",
    exit: "noGateway",
    endsRun: true,
    hints: {
      allow: hint(
        'Have the proxy allow it, or name the gateway\'s host among the "Hosts without the proxy" under "Network" in Settings.',
        "Have the proxy allow it, or name the gateway's host with `network proxy --except HOST`.",
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
