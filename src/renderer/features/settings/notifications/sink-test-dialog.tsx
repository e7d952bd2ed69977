import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NotificationSink, TestResult } from "../../../../shared/notifications.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { CancelButton, Dialog } from "../../../components/dialog.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Notice } from "../../../components/notice.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";

/** Shows what a test sends, and sends exactly that. */
export function SinkTestDialog({ sink, onClose }: { sink: NotificationSink; onClose: () => void }) {
  const options = orpc.notifications.previewTest.queryOptions({ input: { id: sink.id } });
  const preview = useQuery({ ...options, gcTime: 0 });
  const [result, setResult] = useState<TestResult | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const at = preview.data?.at;
  const send = () =>
    submit(async () => {
      setResult(null);
      if (at !== undefined) setResult(await client.notifications.test({ id: sink.id, at }));
    });
  const footer = (
    <>
      <CancelButton />
      <Button variant="primary" busy={isBusy} disabled={at === undefined} onClick={() => void send()}>
        Send the test
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Test ${sink.name}`}
      description={sink.host === "" ? "This is shown:" : `This is sent to ${sink.host}:`}
      footer={footer}
    >
      <div className="flex flex-col gap-3">
        <Loaded query={preview} what="test">
          {({ body }) => (
            <pre className="wrap-anywhere whitespace-pre-wrap rounded-md border border-line bg-sunken p-3 font-mono text-xs">
              {body}
            </pre>
          )}
        </Loaded>
        {result && <Result {...result} />}
        <SubmitError error={error} />
      </div>
    </Dialog>
  );
}

function Result({ problem }: TestResult) {
  if (problem === null) return <Notice tone="ok" title="It was taken" live />;
  return (
    <Notice tone="danger" title="It was not taken" live>
      {problem[0]?.toUpperCase() + problem.slice(1)}.
    </Notice>
  );
}
