import { GatewayClientRequestError } from "@openclaw/gateway-client";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../shared/errors.ts";
import { hint } from "../../shared/hint-words.ts";
import { classifyFailure, GatewayCallError } from "./failure.ts";
import { callRefusal, refusal } from "./refusal.ts";

const gateway = { name: "East", url: "ws://127.0.0.1:1" };

function refused(details: Record<string, unknown>, message = "unauthorized", more: object = {}) {
  const failure = classifyFailure(
    new GatewayClientRequestError({ code: "INVALID_REQUEST", message, details, ...more }),
  );
  return { failure, error: refusal(gateway, failure) };
}

describe("a refusal of the handshake", () => {
  test.each<[Record<string, unknown>, ErrorCode, RegExp]>([
    [{ code: "AUTH_TOKEN_MISMATCH" }, "gateway-auth", /current token/],
    [{ code: "AUTH_TOKEN_MISSING" }, "gateway-auth", /current token/],
    [{ code: "AUTH_TOKEN_NOT_CONFIGURED" }, "gateway-auth", /has no token/],
    [{ code: "AUTH_PASSWORD_MISMATCH" }, "gateway-auth", /password instead of a token/],
    [{ code: "AUTH_PASSWORD_MISSING" }, "gateway-auth", /password instead of a token/],
    [{ code: "AUTH_DEVICE_TOKEN_MISMATCH" }, "gateway-auth", /remove this device/],
    [{ code: "AUTH_TAILSCALE_IDENTITY_MISSING" }, "gateway-auth", /Tailscale/],
    [{ code: "AUTH_SCOPE_MISMATCH" }, "scope-missing", /approve this device with the scope operator.admin/],
    [{ code: "DEVICE_IDENTITY_REQUIRED" }, "gateway-device", /without an identity/],
    [{ code: "DEVICE_AUTH_SIGNATURE_EXPIRED" }, "gateway-device", /clock/],
    [{ code: "DEVICE_AUTH_PUBLIC_KEY_INVALID" }, "gateway-device", /remove this device/],
    [{ code: "PAIRING_REQUIRED", reason: "scope-upgrade", requestId: "r1" }, "gateway-pairing", /approve r1/],
    [{ code: "PROTOCOL_MISMATCH", expectedProtocol: 5 }, "flight-deck-too-old", /Upgrade Flight Deck/],
    [{ code: "PROTOCOL_MISMATCH", expectedProtocol: 2 }, "gateway-too-old", /Upgrade it to OpenClaw/],
  ])("%j is %s", (details, code, advice) => {
    const { failure, error } = refused(details, details.expectedProtocol ? "protocol mismatch" : "unauthorized");
    expect(failure.kind).toBe("permanent");
    expect(error.code).toBe(code);
    expect(error.hint).toMatch(advice);
  });

  test("says of a device that asks for more scopes that it is known", () => {
    const { error } = refused({ code: "PAIRING_REQUIRED", reason: "scope-upgrade" });
    expect(error.message).toContain("fewer scopes");
    expect(refused({ code: "PAIRING_REQUIRED" }).error.message).toContain("does not know this device");
  });

  test("after too many failed ones is waited out, and does not ask for another token", () => {
    const { failure, error } = refused({ code: "AUTH_RATE_LIMITED" }, "too many", {
      retryable: true,
      retryAfterMs: 5_000,
    });
    expect(failure).toMatchObject({ kind: "away", retryAfterMs: 5_000 });
    expect(error.hint).toContain("need not be changed");
  });

  test("names both protocols where the gateway's is newer, also for gateways that send no code", () => {
    const { error } = refused({ expectedProtocol: 7 }, "protocol mismatch");
    expect(error.code).toBe("flight-deck-too-old");
    expect(error.message).toContain("speaks protocol 7 of OpenClaw, and this version of Flight Deck speaks 3 to 4");
  });
});

describe("a call without the scope for it", () => {
  test.each([
    ["FORBIDDEN", "missing scope", { code: "MISSING_SCOPE", missingScope: "operator.write" }],
    ["INVALID_REQUEST", "missing scope: operator.write", undefined],
  ])("names the scope and how to grant it: %s", (code, message, details) => {
    const failure = classifyFailure(new GatewayClientRequestError({ code, message, details }));
    const error = callRefusal("The gateway refused health", new GatewayCallError("health", failure), hint("Other."));
    expect(error.code).toBe("scope-missing");
    expect(error.message).toBe("The gateway refused health: this device lacks the scope operator.write");
    expect(error.hint).toContain("approve this device with the scope operator.write");
  });
});

test("a retryable answer to a call is retried although its details have a code", () => {
  const details = { code: "SOMETHING_ELSE" };
  const error = new GatewayClientRequestError({ code: "UNAVAILABLE", message: "busy", retryable: true, details });
  expect(classifyFailure(error).kind).toBe("away");
});
