import type { UpdateFeed, UpdateKind } from "../../../shared/updates.ts";

/** What finds, downloads and installs new versions; given by the host. */
export type Updater = {
  readonly kind: UpdateKind;
  /** Reads the feed. @returns the version that it has, if that is newer than this one; null otherwise */
  find(feed: UpdateFeed): Promise<string | null>;
  /** Downloads the version that was found last, and checks its sum and signature. */
  download(onPercent: (percent: number) => void): Promise<void>;
  /** Whether a downloaded version is installed when this process ends by itself. */
  installOnQuit(isWanted: boolean): void;
  /** Ends this process, installs the downloaded version and starts it. */
  restart(): void;
};
