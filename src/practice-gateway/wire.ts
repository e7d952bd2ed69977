import type { JsonValue } from "../shared/records.ts";

/** The error part of a response frame, as `errorShape` of the protocol has it. */
export type ErrorPayload = {
  code: string;
  message: string;
  details?: JsonValue;
  retryable?: boolean;
  retryAfterMs?: number;
};

/** Thrown by a method to answer with an error. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly payload: ErrorPayload;

  constructor(payload: ErrorPayload) {
    super(payload.message);
    this.payload = payload;
  }
}

export function invalidRequest(message: string, details?: JsonValue): WireError {
  return new WireError({ code: "INVALID_REQUEST", message, ...(details === undefined ? {} : { details }) });
}

/** An answer that is already JSON text, so that a config of 1,000 agents is serialized once per change and not once per read. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The answer of a method: anything that JSON.stringify accepts; undefined means absent. */
export type Payload = object | JsonText;

export function resultFrame(id: string, payload: unknown): string {
  const json = payload instanceof JsonText ? payload.text : JSON.stringify(payload);
  return `{"type":"res","id":${JSON.stringify(id)},"ok":true,"payload":${json}}`;
}

export function errorFrame(id: string, error: ErrorPayload): string {
  return JSON.stringify({ type: "res", id, ok: false, error });
}

export function eventFrame(event: string, payload: unknown, seq?: number): string {
  return JSON.stringify({ type: "event", event, payload, seq });
}
