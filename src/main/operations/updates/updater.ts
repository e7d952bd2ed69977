import type { UpdateFeed, UpdateKind } from "../../../shared/updates.ts";

/** What finds, downloads and installs new versions; given by the host. */
export type Updater = {
  readonly kind: UpdateKind;
  /** Reads the feed. @returns the version that it has, if that is newer than this one; null otherwise */
  find(feed: UpdateFeed): Promise<string | null>;
  /** Downloads the version that was found last, and checks its sum and signature. @param signal cancels it */
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /** Whether an installation would end no other process than this one. */
  isAlone(): boolean;
  /** Ends this process, installs the downloaded version and starts it. */
  restart(): void;
};
