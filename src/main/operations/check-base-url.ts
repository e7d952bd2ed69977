import { defaultBaseUrl, isLocalAddress } from "../../shared/addresses.ts";
import type { BaseUrlCheck } from "../../shared/base-url-check.ts";
import { codeOf } from "../../shared/code-of.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { noAnswerReasons } from "../../shared/no-answer-reasons.ts";
import { awakeTimeout } from "../awake/awake.ts";
import { readTemplatesOf } from "../database/gateway-templates.ts";
import { readGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { askHttp, type HttpAnswer } from "../network/ask-http.ts";
import type { Network } from "../network/network.ts";
import { ProxyError } from "../network/proxy-error.ts";
import { readSettings } from "./change-settings.ts";

/** Long enough for a server, and too short to keep an operator waiting. */
const waitMs = 5_000;

/** Mission Control's answer is far shorter. */
const maxAnswerBytes = 10_000;

/** @param address the gateway's, if it is another than the stored one. A gateway without an id has no record. */
type AgentsOf = { gatewayId?: string | undefined; address?: string | undefined };

/**
 * Asks the base URL of a gateway's agents for `/health`, from this machine.
 * @throws FlightDeckError not-found; the reason of `signal`, when that aborts
 */
export async function checkBaseUrl(
  { database, network }: { database: Database; network: Network },
  { gatewayId, address }: AgentsOf,
  { signal, timeoutMs = waitMs }: { signal: AbortSignal; timeoutMs?: number },
): Promise<BaseUrlCheck> {
  const own = gatewayId === undefined ? null : readTemplatesOf(database, gatewayId).baseUrl;
  const url = (own ?? readSettings(database).baseUrl).replace(/\/+$/, "");
  const known = { url, isDefault: own === null && url === defaultBaseUrl };
  const gatewayUrl = address ?? (gatewayId === undefined ? "" : readGateway(database, gatewayId).url);
  if (isLocalAddress(url) && !isLocalAddress(gatewayUrl)) {
    const detail = "Agents look for Mission Control on the gateway's own machine, which cannot be tried from here.";
    return { ...known, state: "elsewhere", detail };
  }
  try {
    return {
      ...known,
      ...(await askHealth(network, url, AbortSignal.any([signal, awakeTimeout(timeoutMs)]))),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { ...known, state: "no-answer", detail: `No answer from ${url}/health: ${reasonOf(error, timeoutMs)}.` };
  }
}

async function askHealth(
  network: Network,
  baseUrl: string,
  signal: AbortSignal,
): Promise<Pick<BaseUrlCheck, "state" | "detail">> {
  const url = `${baseUrl}/health`;
  const answer = await askHttp(network, url, { method: "GET", signal, headers: { accept: "application/json" } });
  const isOk = answer.status >= 200 && answer.status < 300;
  const isHealthy = isOk && isMissionControls(await readStart(answer));
  answer.cancel();
  if (isHealthy) return { state: "answers", detail: "Mission Control answers." };
  if (isOk) return { state: "other-answer", detail: `${url} answers, but not as Mission Control does.` };
  return { state: "other-answer", detail: `${url} answers with HTTP status ${answer.status}.` };
}

async function readStart(answer: HttpAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxAnswerBytes) break;
  }
  return text;
}

/** Mission Control answers `{"ok": true}`. */
function isMissionControls(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return isJsonObject(answer) && answer.ok === true;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return `none within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ProxyError) return cause.message;
  const code = codeOf(cause);
  return noAnswerReasons[code] ?? (code ? `the request failed (${code})` : "the request failed");
}
