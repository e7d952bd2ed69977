import type { GatewayClient } from "@openclaw/gateway-client";
import { standsForMalformed } from "./answer-frames.ts";
import { MalformedAnswerError } from "./failure.ts";

export type RequestOptions = { timeoutMs: number; onSent?: () => void };

/** The calls that wait for an answer on one connection. */
export class CallsInFlight {
  readonly #client: GatewayClient;
  readonly #onAnswer: () => void;
  readonly #failures = new Set<() => void>();

  constructor(client: GatewayClient, onAnswer: () => void) {
    this.#client = client;
    this.#onAnswer = onAnswer;
  }

  /** @throws MalformedAnswerError; what the vendor's client throws */
  async request(method: string, params: unknown, { timeoutMs, onSent }: RequestOptions): Promise<unknown> {
    const failed = Promise.withResolvers<never>();
    const fail = () => failed.reject(new MalformedAnswerError(method, "of some call"));
    this.#failures.add(fail);
    try {
      const answering = this.#client.request(method, params, { timeoutMs, ...(onSent ? { onSent } : {}) });
      const answer: unknown = await Promise.race([answering, failed.promise]);
      this.#onAnswer();
      return answer;
    } catch (error) {
      throw standsForMalformed(error) ? new MalformedAnswerError(method, "of this call") : error;
    } finally {
      this.#failures.delete(fail);
    }
  }

  /** For an answer that does not tell which call it belongs to: each call in flight may be the one. */
  failAll(): void {
    for (const fail of this.#failures) fail();
  }
}
