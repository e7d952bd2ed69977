import type { LostSecrets } from "../database/forget-lost-secrets.ts";

/** What a data folder has lost with its key. */
export type KeyLoss = {
  /** The key that the database names; null if it names none. */
  lostKeyId: string | null;
  /** The key that there is now; null if there is none that can be used. */
  keyId: string | null;
  /** Why there is no key that can be used. */
  problem: string | null;
  /** What to do about it. */
  hint: string | null;
  /** There is a key that cannot be read now and may be the right one: it is not known whether anything is lost. */
  mayBeGood: boolean;
  secrets: LostSecrets & {
    /** Whether the identity that gateways know this installation by is lost. */
    deviceIdentity: boolean;
  };
};
