import type { GatewayClient } from "@openclaw/gateway-client";
import { isGatewayResponseFrame } from "@openclaw/gateway-protocol/frame-guards";
import { isJsonObject } from "../../shared/is-json-object.ts";

/** The code of the error that takes the place of an answer that breaks the protocol. */
const malformedCode = "MALFORMED_ANSWER";

/** Whether the error of a call took the place of a malformed answer. */
export function standsForMalformed(error: unknown): boolean {
  return isJsonObject(error) && error.gatewayCode === malformedCode;
}

/**
 * The frame in a form that the vendor's client can handle. The client drops an answer that breaks the protocol, and its call
 * then waits for the whole time limit; here an error takes the place of that answer. Pure.
 * @returns null for an answer that does not tell which call it belongs to
 */
export function readableFrame(text: string): string | null {
  const frame = parsed(text);
  if (isGatewayResponseFrame(frame)) return text;
  if (!isJsonObject(frame)) return null;
  const isAnswer = frame.type === "res" || (typeof frame.type !== "string" && ("ok" in frame || "payload" in frame));
  if (!isAnswer) return text;
  if (typeof frame.id !== "string" || frame.id.trim() === "") return null;
  const error = { code: malformedCode, message: "the gateway's answer is malformed" };
  return JSON.stringify({ type: "res", id: frame.id, ok: false, error });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Handlers = { message: (text: string) => void };

/**
 * Passes each frame through `readableFrame` before a client sees it. The client has no option for that, so malformed frames are
 * caught at its sockets.
 * @param onNoCall called for an answer that does not tell which call it belongs to
 */
export function guardAnswers(client: GatewayClient, onNoCall: () => void): void {
  const create: unknown = Reflect.get(client, "createSocket");
  if (typeof create !== "function") throw new Error("the gateway client makes its sockets in another way");
  Reflect.set(client, "createSocket", (handlers: Handlers) => {
    const message = (text: string) => {
      const frame = readableFrame(text);
      if (frame === null) onNoCall();
      else handlers.message(frame);
    };
    return create.call(client, { ...handlers, message });
  });
}
