import { EventEmitter } from "node:events";

/** The other end of a port that was given to a page. */
export type PortCarrier = { post(data: unknown): void; close(): void };

/** Electron's end of a channel in main: messages are queued until `start`. */
export class MessagePortMain extends EventEmitter {
  #peer: MessagePortMain | null = null;
  #carrier: PortCarrier | null = null;
  #isStarted = false;
  #isClosed = false;
  #isGivenAway = false;
  readonly #arrived: unknown[] = [];

  /** Used only by the harness. */
  static pair(): [MessagePortMain, MessagePortMain] {
    const port1 = new MessagePortMain();
    const port2 = new MessagePortMain();
    port1.#peer = port2;
    port2.#peer = port1;
    return [port1, port2];
  }

  postMessage(data: unknown, transfer: unknown[] = []): void {
    if (transfer.length > 0) throw new Error("electron harness: transfer over a port is not implemented");
    if (this.#isGivenAway) throw new Error("Port is already neutered");
    if (this.#isClosed) return;
    const peer = this.#otherEnd();
    if (peer.#carrier && peer.#arrived.length === 0) peer.#carrier.post(data);
    else peer.arrive(structuredClone(data));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#arrived.splice(0)) this.emit("message", { data, ports: [] });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const peer = this.#otherEnd();
    if (peer.#carrier) peer.#carrier.close();
    else queueMicrotask(() => peer.ended());
  }

  /**
   * Used only by the harness: the port now belongs to a page. @returns a function that passes the page's messages to the
   * other end
   */
  giveAway(carrier: PortCarrier): { arrived(data: unknown): void; ended(): void } {
    if (this.#isGivenAway) throw new Error("Port at index 0 is already neutered");
    this.#isGivenAway = true;
    this.#carrier = carrier;
    // The message that transfers the port is sent first.
    queueMicrotask(() => {
      for (const data of this.#arrived.splice(0)) carrier.post(data);
    });
    const peer = this.#otherEnd();
    return { arrived: (data) => peer.arrive(data), ended: () => peer.ended() };
  }

  #otherEnd(): MessagePortMain {
    if (!this.#peer) throw new Error("electron harness: ports come in pairs");
    return this.#peer;
  }

  private arrive(data: unknown): void {
    if (this.#isClosed) return;
    if (this.#isStarted) this.emit("message", { data, ports: [] });
    else this.#arrived.push(data);
  }

  private ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit("close");
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
  }
}
