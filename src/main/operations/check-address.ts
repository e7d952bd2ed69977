import { isSameEndpoint } from "../../shared/addresses.ts";
import { type BaseUrlCheck, baseUrlText, mayBeRight } from "../../shared/base-url-check.ts";
import { hintsOf } from "../../shared/errors.ts";
import { hintForWindow } from "../../shared/hint-words.ts";
import type { CheckResult, CheckStage } from "../../shared/views.ts";
import type { CertificatePin } from "../gateway/certificate-pin.ts";
import { checkGateway, checkStages, type CheckStage as FoundStage, type GatewayCheck } from "../gateway/check.ts";
import type { ConnectionOptions } from "../gateway/connection-options.ts";
import type { DeviceTokenStore } from "../gateway/open-link.ts";
import { checkBaseUrl } from "./check-base-url.ts";
import { noteCheckedCertificate } from "./checked-certificates.ts";
import type { RouterServices } from "./operation-services.ts";

export type AddressToCheck = {
  /** The gateway whose stored token and device token are used, if none is given and the address is the stored one. */
  id?: string | undefined;
  name?: string | undefined;
  url?: string | undefined;
  token?: string | null | undefined;
  allowInsecureTls?: boolean | undefined;
  disableDevicePairing?: boolean | undefined;
};

/**
 * Checks a gateway's address from a form, stage by stage, and asks the base URL of its agents: yields the result so far after
 * every stage.
 * @throws FlightDeckError not-found
 */
export async function* checkAddress(
  services: RouterServices,
  address: AddressToCheck,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<CheckResult, void, void> {
  const connection = connectionTo(services, address);
  const stages: CheckStage[] = [];
  let moved = Promise.withResolvers<void>();
  const onStage = (stage: FoundStage) => {
    stages.push(viewOf(stage));
    moved.resolve();
  };
  let result: GatewayCheck | null = null;
  const { id: gatewayId, url } = address;
  const askingBaseUrl = checkBaseUrl(services, { gatewayId, address: url?.trim() }, { signal });
  askingBaseUrl.catch(() => undefined);
  const checking = checkGateway({ connection, signal, onStage }).then((check) => {
    result = check;
  });
  for (let shown = 0; result === null; ) {
    await Promise.race([moved.promise, checking]);
    moved = Promise.withResolvers();
    if (stages.length === shown || result !== null) continue;
    shown = stages.length;
    yield { ok: false, code: null, stages: [...stages], pairingRequestId: null, offeredCertificate: null };
  }
  yield finalResult(result, [...withSkipped(stages), baseUrlStage(await askingBaseUrl)]);
}

/** A base URL without Mission Control is a warning: provisioning does not need it, the agents do. */
function baseUrlStage(check: BaseUrlCheck): CheckStage {
  const isWell = check.state === "answers";
  const hint = mayBeRight(check) ? null : hintForWindow(hintsOf("default-base-url").correct);
  return { stage: "base-url", state: isWell ? "ok" : "warning", detail: baseUrlText(check), hint };
}

function withSkipped(stages: CheckStage[]): CheckStage[] {
  const skipped = checkStages
    .slice(stages.length)
    .map((stage): CheckStage => ({ stage, state: "skipped", detail: "not reached", hint: null }));
  return [...stages, ...skipped];
}

function finalResult({ ok, failure }: GatewayCheck, stages: CheckStage[]): CheckResult {
  return {
    ok,
    code: failure?.code ?? null,
    stages,
    pairingRequestId: failure?.pairingRequestId ?? null,
    offeredCertificate: failure?.offeredCertificate ?? null,
  };
}

function viewOf({ stage, ok, warns, detail, hint }: FoundStage): CheckStage {
  return { stage, state: warns ? "warning" : ok ? "ok" : "failed", detail, hint: hint && hintForWindow(hint) };
}

function connectionTo({ connections, database }: RouterServices, address: AddressToCheck): ConnectionOptions {
  const { id, name, url, token, allowInsecureTls, disableDevicePairing } = address;
  const stored =
    id === undefined
      ? connections.optionsFor(
          emptyTarget,
          nothingKept(() => {}),
        )
      : connections.optionsOf(id);
  // The stored tokens are for the stored address alone.
  const isElsewhere = url !== undefined && !isSameEndpoint(url.trim(), stored.target.url);
  const isAsked =
    token === undefined && (isElsewhere ? stored.target.token !== null : stored.target.awaitsToken === true);
  const target = {
    ...stored.target,
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url: url.trim() }),
    ...(token === undefined ? {} : { token: token?.trim() || null }),
    ...(isElsewhere && token === undefined ? { token: null } : {}),
    awaitsToken: isAsked,
    ...(allowInsecureTls === undefined ? {} : { allowInsecureTls }),
    ...(disableDevicePairing === undefined ? {} : { disableDevicePairing }),
  };
  // A record that does not allow such certificates has none to compare with, and none may be stored for it.
  const isUnpinned = isElsewhere || !stored.target.allowInsecureTls;
  const { deviceTokens, certificatePin } = nothingKept((sha256) =>
    noteCheckedCertificate(database, { url: target.url, sha256 }),
  );
  return {
    ...stored,
    target,
    ...(isElsewhere ? { deviceTokens } : {}),
    ...(isUnpinned ? { certificatePin } : {}),
  };
}

const emptyTarget = {
  gatewayId: "",
  name: "the new gateway",
  url: "",
  token: null,
  allowInsecureTls: false,
  disableDevicePairing: false,
};

/**
 * For an address without a record, nothing is kept: once it has one, the device token is issued again. The certificate is noted until
 * then.
 */
function nothingKept(onFirst: (sha256: string) => void): {
  deviceTokens: DeviceTokenStore;
  certificatePin: CertificatePin;
} {
  let first: string | null = null;
  return {
    deviceTokens: deviceTokensNotKept(),
    certificatePin: {
      load: () => first,
      keepFirst: (sha256) => {
        first = sha256;
        onFirst(sha256);
        return sha256;
      },
    },
  };
}

function deviceTokensNotKept(): DeviceTokenStore {
  let kept: ReturnType<DeviceTokenStore["load"]> = null;
  return {
    load: () => kept,
    store: (token, scopes) => {
      kept = { token, scopes };
    },
    clear: () => {
      kept = null;
    },
  };
}
