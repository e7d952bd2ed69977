import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { defaultChannel, readsFeed, type UpdateView, updateKinds } from "../../../../shared/updates.ts";
import { client, orpc } from "../../../api/client.ts";
import { showAnswer } from "../../../api/show-answer.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { TextField } from "../../../components/field.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Notice } from "../../../components/notice.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { toast } from "../../../stores/toasts.ts";
import { SettingsForm } from "../settings-form.tsx";
import { RestartButton } from "./restart-button.tsx";

/** Where new versions of Flight Deck come from, and whether there is one. */
export function UpdatesCard() {
  const updates = useQuery(orpc.updates.state.queryOptions());
  return (
    <Card title="Updates">
      <Loaded query={updates} what="updates">
        {(view) => (
          <div className="flex flex-col gap-3">
            {view.step !== "available" && <p className="text-muted">{updateKinds[view.kind]}</p>}
            {readsFeed(view.kind) && (
              <>
                <FeedForm key={`${view.feed?.address} ${view.feed?.channel}`} view={view} />
                <UpdateState view={view} />
              </>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

async function showUpdates(view: UpdateView): Promise<void> {
  await showAnswer(orpc.updates.state.queryKey(), view);
}

function FeedForm({ view: { feed } }: { view: UpdateView }) {
  const [address, setAddress] = useState(feed?.address ?? "");
  const [channel, setChannel] = useState(feed?.channel ?? defaultChannel);
  const isOff = address.trim() === "";
  const isChanged =
    address.trim() !== (feed?.address ?? "") || (!isOff && channel.trim() !== (feed?.channel ?? defaultChannel));
  const save = async () => {
    await showUpdates(await client.updates.saveFeed({ feed: isOff ? null : { address, channel } }));
    toast({ tone: "ok", title: isOff ? "Updates are off" : "The address of your releases is saved" });
  };
  return (
    <SettingsForm isChanged={isChanged} isValid saveLabel="Save updates" onSave={save}>
      {() => (
        <div className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1 basis-72">
            <TextField
              label="Address of your releases"
              help="An https address of a folder with the files of a release. Leave it empty to turn updates off: nothing is asked then."
              value={address}
              spellCheck={false}
              autoComplete="off"
              placeholder="https://files.example.com/flight-deck/"
              onChange={setAddress}
            />
          </div>
          <div className="w-36">
            <TextField label="Channel" value={channel} spellCheck={false} autoComplete="off" onChange={setChannel} />
          </div>
        </div>
      )}
    </SettingsForm>
  );
}

function UpdateState({ view }: { view: UpdateView }) {
  const { isBusy, error, submit } = useSubmit();
  const { feed, step, version, percent, checkedAt, problem } = view;
  if (feed === null) return <p className="text-muted">Updates are off.</p>;
  const isAtWork = step === "checking" || step === "downloading";
  const check = () => submit(async () => showUpdates(await client.updates.check()));
  return (
    <div className="flex flex-col gap-3">
      <SubmitError error={error} />
      {problem && (
        <Notice tone="warn" title="The update failed" code="update-failed">
          {problem.message} {problem.hint}
        </Notice>
      )}
      {step === "ready" && (
        <Notice tone="info" title={`Version ${version} is ready`} actions={<RestartButton />}>
          It is installed when you quit, unless a run is in progress then. If the new version changes the database's
          format, a backup is made first.
        </Notice>
      )}
      {step === "available" && (
        <Notice tone="info" title={`Version ${version} is available`}>
          {updateKinds[view.kind]}
        </Notice>
      )}
      {step !== "ready" && (
        <div className="flex flex-wrap items-center gap-3">
          <Button icon={RefreshCw} busy={isBusy || isAtWork} onClick={() => void check()}>
            Check now
          </Button>
          <p className="text-muted" aria-live="polite">
            {step === "downloading" && `Downloading version ${version}: ${percent} %`}
            {step === "checking" && "Reading the releases"}
            {step === "idle" && checkedAt && (
              <>
                This is the newest version. Checked <RelativeTime at={checkedAt} />.
              </>
            )}
          </p>
        </div>
      )}
    </div>
  );
}
