import { commandName } from "../../../shared/command-name.ts";
import type { AppInfo, KeyPlace, OwnKeyPlace } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";

const explanations: Record<KeyPlace, string> = {
  file:
    "The key that seals the gateways' tokens is in the data folder, in a file that only your user can read. " +
    "Keep a copy of data.key elsewhere: what is sealed cannot be opened without it.",
  "key-store":
    "The key that seals the gateways' tokens is protected by the system's key store. The command line of a " +
    "clone works on this folder only while this window is open; the installed app's command line tool always does. Flight Deck " +
    "in a browser (--serve) cannot open it.",
  environment:
    "The key that seals the gateways' tokens was given in FLIGHTDECK_KEY and is not stored. " +
    "Keep a copy of it elsewhere: what is sealed cannot be opened without it.",
};

const keyStoreOffer =
  "In the system's key store, it would also be safe in copies of the folder that are made from then on. The command line of a " +
  "clone would then work on this folder only while this window is open; the installed app's command line tool would always. " +
  "Flight Deck in a browser (--serve) could not open it.";

const rotations: Record<KeyPlace, { before: string; command: string }> = {
  file: { before: "close Flight Deck and run", command: "key rotate" },
  "key-store": {
    before: "keep it in a file, close Flight Deck and run",
    command: "key rotate",
  },
  environment: {
    before: "close Flight Deck and run",
    command: "key rotate --new-key-file FILE",
  },
};

/** Which data key there is, where it is kept, and how to replace it; on the desktop, the choice between its file and the key store. */
export function DataKeyCard({ app: { keyId, keyPlace, canMoveKey } }: { app: AppInfo }) {
  const { isBusy, error, submit } = useSubmit();
  const move = (to: OwnKeyPlace, title: string) =>
    submit(async () => {
      await client.app.moveKey({ to });
      toast({ tone: "ok", title });
    });
  const { before, command } = rotations[keyPlace];
  return (
    <Card title="Data key" note={<code>{keyId}</code>}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">{explanations[keyPlace]}</p>
        {canMoveKey && keyPlace === "file" && <p className="text-muted">{keyStoreOffer}</p>}
        <p className="text-muted">
          If another person may have read it, {before} <code>{`${commandName()} ${command}`}</code>: everything is then
          sealed under a new key.
        </p>
        <SubmitError error={error} />
        {canMoveKey && keyPlace === "file" && (
          <div>
            <Button busy={isBusy} onClick={() => void move("key-store", "The data key is in the system's key store")}>
              Keep it in the system's key store
            </Button>
          </div>
        )}
        {canMoveKey && keyPlace === "key-store" && (
          <div>
            <Button busy={isBusy} onClick={() => void move("file", "The data key is in a file")}>
              Keep it in a file
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
