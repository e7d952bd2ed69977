import type { KeyPlace, OwnKeyPlace } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";

const explanations: Record<KeyPlace, string> = {
  file:
    "The key that seals the gateways' tokens is in the data folder, in a file that only your user can read. " +
    "In the system's key store, it would also be safe in copies of the folder that are made from then on. The command line would " +
    "then work on this folder only while this window is open, and Flight Deck in a browser (--serve) could not open it.",
  "key-store":
    "The key that seals the gateways' tokens is protected by the system's key store. The command line works on this " +
    "folder only while this window is open, and Flight Deck in a browser (--serve) cannot open it.",
  environment: "The key that seals the gateways' tokens was given in FLIGHTDECK_KEY and is not stored.",
};

/** Where the data key is kept, and the choice between its file and the system's key store. */
export function DataKeyCard({ place }: { place: KeyPlace }) {
  const { isBusy, error, submit } = useSubmit();
  const move = (to: OwnKeyPlace, title: string) =>
    submit(async () => {
      await client.app.moveKey({ to });
      toast({ tone: "ok", title });
    });
  return (
    <Card title="Data key">
      <div className="flex flex-col gap-3">
        <p className="text-muted">{explanations[place]}</p>
        <SubmitError error={error} />
        {place === "file" && (
          <div>
            <Button busy={isBusy} onClick={() => void move("key-store", "The data key is in the system's key store")}>
              Keep it in the system's key store
            </Button>
          </div>
        )}
        {place === "key-store" && (
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
