type Details = { url: string; method: string; resourceType: string };
type Listener = (details: Details, decide: (answer: { cancel?: boolean }) => void) => void;

/** Lets the app refuse requests of pages before they are sent. Chromium does not let the harness hold back WebSockets. */
export class WebRequest {
  #listener: Listener | null = null;

  /** As in Electron, the last listener counts; filters by address are not implemented. */
  onBeforeRequest(listener: Listener | null): void {
    if (listener !== null && typeof listener !== "function") {
      throw new Error("electron harness: onBeforeRequest with a filter is not implemented");
    }
    this.#listener = listener;
  }

  /** Used only by the harness. */
  async isRefused(details: Details): Promise<boolean> {
    const listener = this.#listener;
    if (!listener) return false;
    const { cancel = false } = await new Promise<{ cancel?: boolean }>((decide) => listener(details, decide));
    return cancel;
  }
}
