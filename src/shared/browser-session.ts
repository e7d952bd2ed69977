/** A browser that may use the browser host. */
export type BrowserSession = {
  id: string;
  /** Such as `Firefox on Linux`. */
  browser: string;
  /** Whether it is the browser that asks. */
  isThis: boolean;
  createdAt: string;
  lastSeenAt: string;
};
