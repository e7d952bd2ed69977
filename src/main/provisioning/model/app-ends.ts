/** Why a run is stopped that nothing cancelled: it ends as interrupted, and can be resumed at the next start. */
export class AppEndsError extends Error {
  override readonly name = "AppEndsError";

  constructor() {
    super("Flight Deck ends");
  }
}

export function isAppEnding(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof AppEndsError;
}
