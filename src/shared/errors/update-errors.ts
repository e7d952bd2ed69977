import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* New versions of Flight Deck itself. */

export const updateErrors = {
  "update-failed": {
    title: "The update failed",
    exit: "withErrors",
    endsRun: false,
    hints: {
      feed: hint(
        'Check the address and the channel in Settings → Updates, and that its server can be reached. Flight Deck looks again tomorrow, or with "Check now".',
        "Check the address and the channel in Settings → Updates of the desktop app, and that its server can be reached.",
      ),
      notAsAnnounced: hint(
        "Nothing was installed. Tell whoever runs the server: the file and what latest.yml says of it have to be of the same release.",
      ),
      install: hint("Download the new version from your releases and install it by hand. Nothing was changed."),
      nothingReady: hint(
        'Choose "Check now" in Settings → Updates first.',
        "Look for a new version in Settings → Updates of the desktop app first.",
      ),
    },
  },
} as const satisfies Record<string, ErrorEntry>;
