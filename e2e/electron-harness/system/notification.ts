import { EventEmitter } from "node:events";
import { requireReady } from "../harness-state.ts";

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }

  readonly title: string;
  readonly body: string;

  constructor({ title = "", body = "" }: { title?: string; body?: string } = {}) {
    super();
    requireReady("Cannot create Notification");
    this.title = title;
    this.body = body;
  }

  show(): void {
    process.stderr.write(`[notification] ${this.title}: ${this.body}\n`);
    this.emit("show");
  }

  close(): void {
    this.emit("close");
  }
}
