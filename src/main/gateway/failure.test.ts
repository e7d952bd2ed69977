import { GatewayClientRequestError, GatewayClientRequestTimeoutError } from "@openclaw/gateway-client";
import { describe, expect, test } from "vitest";
import { rememberSecret } from "../vault/known-secrets.ts";
import { classifyFailure } from "./failure.ts";

/** Errors as real gateways send them (docs/gateways.md, Transient or permanent). */
const answers = {
  rateLimit: {
    code: "UNAVAILABLE",
    message: "rate limit exceeded for config.patch; retry after 59s",
    retryable: true,
    retryAfterMs: 58_641,
    details: { method: "config.patch", limit: "30 per 60s" },
  },
  restarting: {
    code: "UNAVAILABLE",
    message: "health unavailable during gateway restart",
    retryable: true,
    retryAfterMs: 1000,
    details: { reason: "gateway-restarting" },
  },
  starting: { code: "UNAVAILABLE", message: "gateway starting; retry shortly", retryable: true, retryAfterMs: 500 },
  busy: { code: "UNAVAILABLE", message: "The server is busy. Please try again in a moment.", retryable: true },
};

test("a close without a reason leaves no colon behind", () => {
  expect(classifyFailure(new Error("gateway closed (1006): "), 1006).message).toBe("gateway closed (1006)");
});

test("a gateway's text is one plain line of limited length", () => {
  const message = `no\u001b[2J\nmore\u202e${"x".repeat(5_000_000)}`;
  const failures = [
    classifyFailure(new GatewayClientRequestError({ code: "INVALID_REQUEST", message })),
    classifyFailure(
      new GatewayClientRequestError({ code: "INVALID_REQUEST", message, details: { code: "AUTH_TOKEN_MISMATCH" } }),
    ),
    classifyFailure(new Error(message), 1008),
    classifyFailure(new Error(message)),
  ];
  for (const failure of failures) {
    expect(failure.message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(failure.message).toMatch(/^no \[2J more x/);
    expect(failure.message.length).toBeLessThanOrEqual(2_000);
  }
});

test("a gateway's text repeats no token, even one that is cut off or that this process has never had", () => {
  const known = "known-secret-of-the-gateway";
  rememberSecret(known);
  const messageOf = (message: string) => classifyFailure(new Error(message)).message;
  const agentToken = "Zk3vQ9xT_b7LmN2pR8sW4yA6cE1gH5jK0oUiDfXqV-s";
  expect(messageOf(`refused AUTH_TOKEN=${agentToken} with ${known}`)).not.toMatch(/Zk3v|known-s/);
  for (let length = 0; length < known.length; length += 1)
    expect(messageOf("x".repeat(length) + known.repeat(5_000))).not.toContain("known");
});

describe("answers", () => {
  test.each([
    ["rateLimit", "rate-limited", 58_641],
    ["restarting", "away", 1000],
    ["starting", "away", 500],
    ["busy", "busy", undefined],
  ] as const)("%s is %s", (name, kind, retryAfterMs) => {
    const failure = classifyFailure(new GatewayClientRequestError(answers[name]));
    expect(failure).toMatchObject({ kind });
    expect(failure.retryAfterMs).toBe(retryAfterMs);
  });

  test("old gateways send no flag: their texts count", () => {
    const noFlag = (message: string) =>
      classifyFailure(new GatewayClientRequestError({ code: "UNAVAILABLE", message }));
    expect(noFlag("rate limit exceeded for config.patch").kind).toBe("rate-limited");
    expect(noFlag("agents.list unavailable during gateway restart").kind).toBe("away");
    expect(noFlag("the server is busy").kind).toBe("busy");
  });

  test("UNAVAILABLE without the flag, and INVALID_REQUEST, are permanent", () => {
    const permanent = (code: string, message: string) =>
      classifyFailure(new GatewayClientRequestError({ code, message })).kind;
    expect(permanent("UNAVAILABLE", "cannot drop an entry")).toBe("permanent");
    expect(permanent("INVALID_REQUEST", 'unsupported file "TOOLS.md"')).toBe("permanent");
  });

  test.each(["Opening handshake has timed out", "gateway connect challenge timeout"])(
    "a slow handshake is away: %s",
    (text) => {
      expect(classifyFailure(new Error(text))).toMatchObject({ kind: "away", code: "gateway-unreachable" });
    },
  );

  test("a call without an answer is a timeout: its effect is unknown", () => {
    const error = new GatewayClientRequestTimeoutError({
      method: "config.patch",
      timeoutMs: 300_000,
      requestSent: true,
    });
    expect(classifyFailure(error)).toMatchObject({
      kind: "timeout",
      message: "no answer to config.patch within 300 s",
    });
  });

  test.each([502, 503, 504])("HTTP %i on the upgrade means away", (httpStatus) => {
    expect(upgrade(httpStatus).kind).toBe("away");
  });

  test("HTTP 404 on the upgrade means this is no gateway", () => {
    expect(upgrade(404)).toMatchObject({ kind: "permanent", code: "gateway-refused" });
  });
});

describe("connecting", () => {
  test("pairing carries the request id that an operator approves", () => {
    const details = { code: "PAIRING_REQUIRED", requestId: "req-1", reason: "not-paired" };
    const error = new GatewayClientRequestError({ code: "NOT_PAIRED", message: "pairing required", details });
    expect(classifyFailure(error)).toMatchObject({
      kind: "permanent",
      code: "gateway-pairing",
      pairingRequestId: "req-1",
    });
  });

  test("a request id that is no word is not handed on: operators paste it into a shell", () => {
    const details = { code: "PAIRING_REQUIRED", requestId: "x; curl evil", reason: "not-paired" };
    const error = new GatewayClientRequestError({ code: "NOT_PAIRED", message: "pairing required", details });
    expect(classifyFailure(error)).not.toHaveProperty("pairingRequestId");
  });

  test("a wrong token is refused for good", () => {
    const details = { code: "AUTH_TOKEN_MISMATCH" };
    const error = new GatewayClientRequestError({ code: "INVALID_REQUEST", message: "unauthorized", details });
    expect(classifyFailure(error)).toMatchObject({ kind: "permanent", code: "gateway-auth" });
  });

  test.each([
    ...["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"],
    // A machine without a network, on macOS and Windows.
    ...["ENETDOWN", "ENETRESET", "ECONNABORTED", "EADDRNOTAVAIL"],
  ])("%s means away", (code) => {
    expect(classifyFailure(Object.assign(new Error("connect failed"), { code })).kind).toBe("away");
  });

  test("a certificate that changed while the client was connecting has an error of its own", () => {
    const error = new Error("gateway tls fingerprint mismatch");
    expect(classifyFailure(error)).toMatchObject({ kind: "permanent", code: "gateway-certificate" });
  });

  test("an unsigned certificate is a TLS failure", () => {
    const error = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(classifyFailure(error)).toMatchObject({ kind: "permanent", code: "gateway-tls" });
  });
});

describe("close codes", () => {
  test.each([1012, 1013, 1006])("%i means away", (closeCode) => {
    expect(classifyFailure(new Error("closed"), closeCode).kind).toBe("away");
  });

  test.each([
    [1008, "gateway-auth"],
    [4001, "gateway-auth"],
    [1002, "gateway-refused"],
    [1009, "gateway-refused"],
  ] as const)("%i is permanent", (closeCode, code) => {
    expect(classifyFailure(new Error("closed"), closeCode)).toMatchObject({ kind: "permanent", code });
  });
});

function upgrade(httpStatus: number) {
  const details = { reason: "websocket-upgrade-rejected", httpStatus };
  return classifyFailure(
    new GatewayClientRequestError({ code: "UNAVAILABLE", message: "upgrade rejected", retryable: true, details }),
  );
}
