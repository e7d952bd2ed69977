import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* Reaching a gateway, being let in, and its answers. */

const addressInRecord = (then: string) =>
  hint(
    `Enter the gateway's ws:// or wss:// address with "Edit gateway"${then}.`,
    `Set the gateway's url to its ws:// or wss:// address in the fleet file, run \`import\`${then}.`,
  );

const checkGateway = (then: string) =>
  hint(
    `Use "Check connection" of the gateway; if the check passes, ${then}.`,
    `Run \`gateway check NAME\`; if the check passes, ${then}.`,
  );

export const gatewayErrors = {
  "gateway-no-url": {
    title: "The gateway has no address",
    exit: "withErrors",
    endsRun: false,
    hints: {
      enterAndRetry: addressInRecord(", then try again"),
      example: hint(
        "Give it one such as ws://127.0.0.1:18789 or wss://gateway.example.com.",
        "Give it one such as ws://127.0.0.1:18789 or wss://gateway.example.com: url in the fleet file, then run `import`.",
      ),
    },
  },
  "gateway-address": {
    title: "The gateway's address cannot be used",
    exit: "noGateway",
    endsRun: true,
    hints: {
      otherScheme: hint("Change the beginning of the address (wss:// with TLS, ws:// without), or correct its port."),
      like: (examples: string) => hint(`Write it like ${examples}.`),
      tokenField: hint("Remove it from the address: a gateway's token has a field of its own."),
      inEveryFile: hint("Remove it from the address, which is written into every agent's files."),
      remove: hint("Remove it."),
    },
  },
  "gateway-token-needed": {
    title: "The gateway's token must be entered again",
    exit: "noGateway",
    endsRun: true,
    hints: {
      enter: hint(
        'Enter the token for this address with "Edit gateway", or remove the stored one.',
        "Run `gateway set-token NAME --token-file FILE` with the token for this address, or `--none` to remove the stored one.",
      ),
    },
  },
  "gateway-unreachable": {
    title: "The gateway could not be reached",
    exit: "noGateway",
    endsRun: true,
    hints: {
      syncAgain: hint(
        "Check that the gateway is running and that its address is right, then sync again; what was finished stays finished.",
      ),
      tryAgain: hint("Check that the gateway is running, then try again."),
      changed: hint("Try again: Flight Deck then connects to the address in the gateway's record."),
      retries: hint(
        "Flight Deck retries automatically. Check that the gateway is running and that its address is right.",
      ),
      noListener: hint("Start the gateway, or correct the port of its address. Behind an SSH tunnel: open the tunnel."),
      unknownHost: hint("Correct the address, or check DNS and VPN."),
      silentHost: hint("Check that the host is up, and whether a firewall or VPN is in between."),
      network: hint("Check the network to that host."),
    },
  },
  "gateway-refused": {
    title: "The gateway refused the connection",
    exit: "noGateway",
    endsRun: true,
    hints: {
      address: hint(
        'Check that the address is that of an OpenClaw gateway (ws:// or wss://), then use "Check connection".',
        "Check that the address is that of an OpenClaw gateway (ws:// or wss://), then run `gateway check NAME`.",
      ),
      starting: hint("It may be starting: try again in a moment, or see its log."),
      seeLog: hint("See the gateway's log, then check again."),
    },
  },
  "gateway-auth": {
    title: "The gateway did not accept the token or password",
    exit: "noGateway",
    endsRun: true,
    hints: {
      token: hint(
        'Enter the gateway\'s current token (gateway.auth.token of its configuration) with "Edit gateway", then try again.',
        "Put the gateway's current token (gateway.auth.token of its configuration) into a file, run `gateway set-token NAME --token-file FILE`, then try again.",
      ),
      password: hint(
        'This gateway has a password instead of a token. Enter the current one (gateway.auth.password of its configuration) in "Token or password" with "Edit gateway", then try again.',
        "This gateway has a password instead of a token. Put the current one (gateway.auth.password of its configuration) into a file, run `gateway set-token NAME --token-file FILE`, then try again.",
      ),
      noneConfigured: hint(
        "The gateway has no token. Set gateway.auth.mode to token and gateway.auth.token on the gateway's host, restart it and enter that token here.",
      ),
      deviceToken: hint(
        "The token that the gateway gave this device is no longer valid. On the gateway's host, run `openclaw devices list` and remove this device, then try again and approve it.",
      ),
      otherMode: hint(
        "The gateway takes the identity of a proxy or of Tailscale, which Flight Deck does not have. Set gateway.auth.mode to token on the gateway's host.",
      ),
    },
  },
  "gateway-locked-out": {
    title: "The gateway refuses every sign-in for a while",
    exit: "noGateway",
    endsRun: true,
    hints: {
      wait: hint(
        "Wait some minutes, then try again. The token need not be changed: another program or person entered a wrong one too often.",
      ),
    },
  },
  "gateway-device": {
    title: "The gateway does not accept this device's identity",
    exit: "noGateway",
    endsRun: true,
    hints: {
      required: hint(
        'Turn off "Device pairing is disabled on the gateway" in the gateway\'s form: this gateway lets no device in without an identity.',
        "Set disable_device_pairing of the gateway to false in the fleet file and run `import`: this gateway lets no device in without an identity.",
      ),
      clock: hint("Compare the clock of this machine with that of the gateway's host, correct it, then try again."),
      pairAgain: hint(
        "On the gateway's host, run `openclaw devices list` and remove this device, then try again and approve it.",
      ),
    },
  },
  "flight-deck-too-old": {
    title: "This version of Flight Deck is too old for the gateway",
    exit: "noGateway",
    endsRun: true,
    hints: {
      upgrade: hint("Upgrade Flight Deck. Until then this gateway cannot be reached from here."),
    },
  },
  "gateway-pairing": {
    title: "This device is not paired with the gateway",
    exit: "noGateway",
    endsRun: true,
    hints: {
      approve: (requestId: string) =>
        hint(`Run \`openclaw devices approve ${requestId}\` on the gateway's host, then try again.`),
      list: hint(
        "Run `openclaw devices list` and `openclaw devices approve <request id>` on the gateway's host, then try again.",
      ),
    },
  },
  "gateway-too-old": {
    title: "The gateway is too old",
    exit: "noGateway",
    endsRun: true,
    hints: {
      upgrade: hint("Upgrade it to OpenClaw 2026.2.9 or newer, then sync again."),
    },
  },
  "gateway-tls": {
    title: "The gateway's certificate is not trusted",
    exit: "noGateway",
    endsRun: true,
    hints: {
      certificate: hint(
        'If an authority of your own has issued it, use "Add an authority" under "Network" in Settings. If you know that it is self-signed, turn on "Allow a self-signed certificate" in the gateway\'s form.',
        "If an authority of your own has issued it, run `network trust FILE` with its certificate. If you know that it is self-signed, set allow_insecure_tls of the gateway to true in the fleet file and run `import`.",
      ),
      proxy: hint("See whether a proxy is in between."),
    },
  },
  "gateway-certificate": {
    title: "The gateway's certificate has changed",
    exit: "noGateway",
    endsRun: true,
    hints: {
      accept: (sha256: string) =>
        hint(
          'Compare the new fingerprint with the certificate on the gateway\'s host. If it was renewed there, use "Accept the new certificate" of the gateway; otherwise something else answers at this address.',
          `Compare the new fingerprint with the certificate on the gateway's host. If it was renewed there, run \`gateway edit NAME --accept-certificate ${sha256}\`; otherwise something else answers at this address.`,
        ),
      look: hint(
        'Use "Check connection": it shows the fingerprint of the present certificate.',
        "Run `gateway check NAME`: it shows the fingerprint of the present certificate.",
      ),
      notPinned: hint(
        'Only a gateway with a wss:// address and "Allow a self-signed certificate" has a certificate to accept; set these with "Edit gateway".',
        "Only a gateway with a wss:// address and allow_insecure_tls has a certificate to accept; set these in the fleet file and run `import`.",
      ),
      fingerprint: hint(
        "",
        "Give the SHA-256 fingerprint that `gateway check NAME` shows: 64 hexadecimal digits, with or without colons.",
      ),
    },
  },
  "gateway-call-failed": {
    title: "The gateway refused a call",
    exit: "withErrors",
    endsRun: false,
    hints: {
      tryAgain: checkGateway("try again"),
      syncAgain: checkGateway("sync again"),
      deleteAgain: hint("Wait a minute, then delete it again. If it is still listed then, restart the gateway."),
      check: hint(
        'Use "Check connection": it shows which stage fails.',
        "Run `gateway check NAME`: it shows which stage fails.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
