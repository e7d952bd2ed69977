import { useQuery } from "@tanstack/react-query";
import { commandName } from "../../../shared/command-name.ts";
import type { OpenedFile } from "../../../shared/opened-file.ts";
import { orpc } from "../../api/client.ts";
import { buttonClass } from "../../components/button.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../frame/page.tsx";
import { hrefTo } from "../../router/match-route.ts";
import { ConfigChange } from "../runs/plan/config-change.tsx";
import { PlanSummaryCard } from "../runs/plan/plan-summary.tsx";
import { RunNotes } from "../runs/run-notes.tsx";
import { ImportPage } from "./import-page.tsx";

/** A file that the operator opened with Flight Deck: what is in it. Nothing is done with it until the operator says so. */
export function OpenedFilePage({ id }: { id: string }) {
  const file = useQuery({ ...orpc.app.openedFile.queryOptions({ input: { id } }), retry: false });
  if (file.data?.kind === "fleet") return <ImportPage key={id} opened={file.data} />;
  return (
    <Page title={file.data?.name ?? "Open a file"} note="Opening a file shows what is in it. Nothing is changed.">
      <Loaded query={file} what="contents">
        {(opened) => (opened.kind === "plan" ? <PlanPreview file={opened} /> : null)}
      </Loaded>
    </Page>
  );
}

const noBoards = new Map<string, string>();

function PlanPreview({ file: { plan, isMadeHere } }: { file: OpenedFile & { kind: "plan" } }) {
  const link = isMadeHere && (
    <a href={hrefTo(`/runs/${plan.id}`)} className={buttonClass({ size: "sm", variant: "primary" })}>
      Open the plan
    </a>
  );
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <Notice tone="info" title={`A plan for ${plan.gateway.name}`} actions={link}>
        {isMadeHere ? (
          "It was made here: its page shows every file with its diff, and applies what you choose."
        ) : (
          // Not with the file's name: that is the sender's, and a shell would read it.
          <>
            It was made by another installation. Where its gateway is known, the command line applies it:{" "}
            <code>{`${commandName()} apply FILE`}</code>
          </>
        )}
      </Notice>
      <PlanSummaryCard plan={plan} boardNames={noBoards} />
      <RunNotes notes={plan.notes} options={plan.options} />
      {plan.configDiff !== "" && <ConfigChange plan={plan} />}
    </div>
  );
}
