import { isJsonObject } from "../shared/is-json-object.ts";
import { deviceProblem, type SignedConnect } from "./device-auth.ts";
import type { DeviceClaim, PairedDevice, PairingReason } from "./device-store.ts";
import type { GatewayState } from "./state.ts";
import { checkParams } from "./validate-params.ts";
import { invalidRequest, WireError } from "./wire.ts";

type ConnectParams = Omit<SignedConnect, "device"> & {
  minProtocol?: number;
  maxProtocol?: number;
  device?: SignedConnect["device"];
};

/** An accepted connection: what it may do from now on. */
export type Admission = { deviceId: string; scopes: string[]; auth?: object };

/** A refused connection: the error of the answer, and how the socket is closed. */
export type Refusal = { error: WireError; closeCode: number; closeReason: string };

/** Tells all connections that may approve devices that one is waiting. */
type OnPairingRequested = (pending: object) => void;

/**
 * Checks a connect request in the order of real gateways: params, protocol, role, device signature, token, pairing.
 *
 * @returns an admission, or a refusal.
 */
export function admit(
  state: GatewayState,
  given: unknown,
  nonce: string,
  onPairingRequested: OnPairingRequested,
): Admission | Refusal {
  try {
    const params = checkParams<ConnectParams>(state.profile, "connect", given);
    const mismatch = protocolProblem(state, params);
    if (mismatch) return refuse(mismatch, 1002);
    if (params.role !== undefined && params.role !== "operator" && params.role !== "node")
      return refuse(invalidRequest("invalid role"));
    return admitClient(state, params, nonce, onPairingRequested);
  } catch (error) {
    if (error instanceof WireError) return refuse(error);
    throw error;
  }
}

function admitClient(
  state: GatewayState,
  params: ConnectParams,
  nonce: string,
  onPairingRequested: OnPairingRequested,
): Admission | Refusal {
  const { profile, devices } = state;
  const { device } = params;
  const signatureProblem = device && deviceProblem({ ...params, device }, nonce, profile);
  if (signatureProblem) return refuse(signatureProblem);
  const known = device && devices.paired.get(device.id);
  const authProblem = secretProblem(state, params, known);
  if (authProblem) return refuse(authProblem);
  if (!device) return { deviceId: "", scopes: profile.dialect === "current" ? (params.scopes ?? []) : [] };
  const claim = claimOf(params, device);
  const reason = devices.reasonToPair(claim);
  if (devices.requirePairing && reason) {
    const pending = devices.request(claim);
    onPairingRequested(pending);
    return refusePairing(state, pending.requestId, reason, claim, known);
  }
  const method = showsSecret(state, params) ? "token" : "device-token";
  if (known && !reason) return admission(claim, known, profile.dialect, method);
  // On loopback a classic gateway approves a device automatically; a current one does not even record it.
  if (profile.dialect === "current") return { deviceId: device.id, scopes: claim.scopes, auth: localAuth(claim) };
  return admission(claim, devices.pair(claim), profile.dialect, method);
}

function admission(
  claim: DeviceClaim,
  paired: PairedDevice,
  dialect: "classic" | "current",
  method: "token" | "device-token",
): Admission {
  const auth = {
    ...(dialect === "current" ? { method } : {}),
    deviceToken: paired.token,
    role: paired.role,
    scopes: dialect === "current" ? claim.scopes : [...paired.scopes].sort(),
    issuedAtMs: paired.approvedAtMs,
  };
  return { deviceId: claim.deviceId, scopes: claim.scopes, auth };
}

function localAuth(claim: DeviceClaim): object {
  return { method: "token", role: claim.role, scopes: claim.scopes };
}

function protocolProblem(state: GatewayState, params: ConnectParams): WireError | undefined {
  const { protocol, dialect } = state.profile;
  const clientMinProtocol = params.minProtocol ?? protocol;
  const clientMaxProtocol = params.maxProtocol ?? protocol;
  if (clientMinProtocol <= protocol && protocol <= clientMaxProtocol) return undefined;
  const details =
    dialect === "classic"
      ? { expectedProtocol: protocol }
      : {
          code: "PROTOCOL_MISMATCH",
          clientMinProtocol,
          clientMaxProtocol,
          expectedProtocol: protocol,
          minimumProbeProtocol: 3,
        };
  return invalidRequest("protocol mismatch", details);
}

/** A current gateway also takes its password as a token. */
function showsSecret({ token, authMode, profile }: GatewayState, { auth }: ConnectParams): boolean {
  const takesToken = authMode === "token" || profile.dialect === "current";
  return (takesToken && auth?.token === token) || (authMode === "password" && auth?.password === token);
}

/** A device may use the shared secret or its device token. */
function secretProblem(
  state: GatewayState,
  params: ConnectParams,
  known: PairedDevice | undefined,
): WireError | undefined {
  const hasDetails = state.profile.hasAuthErrorDetails;
  const shown = params.auth?.token;
  const deviceToken = params.auth?.deviceToken;
  if (showsSecret(state, params)) return undefined;
  if (known && (shown === known.token || deviceToken === known.token)) return undefined;
  const problem = (message: string, code: string, authReason: string, canRetry: boolean, recommendedNextStep: string) =>
    invalidRequest(
      message,
      hasDetails ? { code, authReason, canRetryWithDeviceToken: canRetry, recommendedNextStep } : undefined,
    );
  if (state.authMode === "password") {
    const why = params.auth?.password === undefined ? "missing" : "mismatch";
    return problem(
      `unauthorized: gateway password ${why} (provide gateway auth password)`,
      `AUTH_PASSWORD_${why.toUpperCase()}`,
      `password_${why}`,
      false,
      "update_auth_credentials",
    );
  }
  if (shown === undefined && deviceToken !== undefined)
    return problem(
      "unauthorized: device token mismatch (rotate/reissue device token)",
      "AUTH_DEVICE_TOKEN_MISMATCH",
      "device_token_mismatch",
      false,
      "update_auth_credentials",
    );
  if (shown === undefined)
    return problem(
      "unauthorized: gateway token missing (provide gateway auth token)",
      "AUTH_TOKEN_MISSING",
      "token_missing",
      false,
      "update_auth_configuration",
    );
  return problem(
    "unauthorized: gateway token mismatch (provide gateway auth token)",
    "AUTH_TOKEN_MISMATCH",
    "token_mismatch",
    params.device !== undefined,
    params.device === undefined ? "update_auth_credentials" : "retry_with_device_token",
  );
}

function claimOf(params: ConnectParams, device: SignedConnect["device"]): DeviceClaim {
  return {
    deviceId: device.id,
    publicKey: device.publicKey,
    platform: params.client.platform,
    clientId: params.client.id,
    clientMode: params.client.mode,
    role: params.role ?? "operator",
    scopes: params.scopes ?? [],
  };
}

const pairingTexts: Record<PairingReason, { requirement: string; hint: string }> = {
  "not-paired": {
    requirement: "device is not approved yet",
    hint: "Approve this device from the pending pairing requests.",
  },
  "metadata-upgrade": {
    requirement: "device identity changed and must be re-approved",
    hint: "Review the refreshed device details, then approve the pending request.",
  },
  "scope-upgrade": {
    requirement: "device is asking for more scopes than currently approved",
    hint: "Review the requested scopes, then approve the pending upgrade.",
  },
};

function refusePairing(
  state: GatewayState,
  requestId: string,
  reason: PairingReason,
  claim: DeviceClaim,
  known: PairedDevice | undefined,
): Refusal {
  const details = { code: "PAIRING_REQUIRED", requestId, reason };
  if (state.profile.dialect === "classic") {
    const message = "pairing required";
    return refuse(new WireError({ code: "NOT_PAIRED", message, details }));
  }
  const { requirement, hint } = pairingTexts[reason];
  const message = `pairing required: ${requirement}`;
  const more = {
    remediationHint: hint,
    deviceId: claim.deviceId,
    requestedRole: claim.role,
    requestedScopes: claim.scopes,
    ...(known ? { approvedRoles: [known.role], approvedScopes: known.scopes } : {}),
  };
  const error = new WireError({ code: "NOT_PAIRED", message, details: { ...details, ...more } });
  return { error, closeCode: 1008, closeReason: `${message} (requestId: ${requestId})` };
}

export function refuse(error: WireError, closeCode = 1008): Refusal {
  return { error, closeCode, closeReason: error.message };
}

export function isRefusal(result: Admission | Refusal): result is Refusal {
  return isJsonObject(result) && "closeCode" in result;
}
