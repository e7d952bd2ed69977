import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import type { AdoptedAgent, AdoptionResult } from "../../../../shared/adoption.ts";
import { type AgentMode, agentModes, modeWords } from "../../../../shared/agent-modes.ts";
import { count } from "../../../../shared/count.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { CancelButton, Dialog } from "../../../components/dialog.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { type Choice, SelectField } from "../../../components/select.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { navigate } from "../../../router/use-location.ts";

export type AdoptDialogProps = {
  gateway: GatewayRow;
  /** The agents' ids on the gateway. */
  keys: string[];
  /** Whether any of them has no place by its id. */
  needsBoard: boolean;
  onClose: () => void;
};

type ModeChoice = AgentMode | "usual";

const modeChoices: Choice<ModeChoice>[] = [
  { value: "usual", label: "As usual" },
  ...agentModes.map((mode) => ({ value: mode, label: modeWords[mode].label })),
];
const usual = "Files; full for agents that Flight Deck or Mission Control made.";

/** Makes records for agents that have none, and shows beforehand what that means for their files. */
export function AdoptDialog({ gateway, keys, needsBoard, onClose }: AdoptDialogProps) {
  const { id: gatewayId } = gateway;
  const boards = useQuery(orpc.boards.list.queryOptions({ input: { gatewayId } }));
  const choices = (boards.data ?? []).map((board) => ({ value: board.id, label: board.name }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<ModeChoice>("usual");
  const { isBusy, error, submit } = useSubmit();
  const boardId = needsBoard ? (chosen ?? choices[0]?.value ?? null) : null;
  const isReady = !needsBoard || boardId !== null;
  const input = { gatewayId, boardId, mode: mode === "usual" ? null : mode, keys };
  const preview = useQuery({
    ...orpc.adoption.preview.queryOptions({ input }),
    enabled: isReady && !isBusy,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const adopt = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(async () => {
      const { adopted, runId } = await client.adoption.add(input);
      onClose();
      const [only, ...others] = adopted;
      if (only && others.length === 0) navigate(`/agents/${only.agentId}`);
      else if (runId) navigate(`/runs/${runId}`);
    });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Adopt ${keys.length === 1 ? keys[0] : count(keys.length, "agent")}`}
      description="Flight Deck makes a record for each, under the id it has. Nothing changes on the gateway: its files are kept as versions, and they stay as they are, except where it says otherwise below."
    >
      <form noValidate onSubmit={adopt} className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          {needsBoard && choices.length > 0 && (
            <SelectField label="Board" choices={choices} value={boardId ?? ""} onChange={setChosen} />
          )}
          <SelectField
            label="Mode"
            help={mode === "usual" ? usual : modeWords[mode].help}
            choices={modeChoices}
            value={mode}
            onChange={setMode}
          />
        </div>
        {needsBoard && boards.data?.length === 0 && (
          <p className="text-warn">This gateway has no board. Add one first.</p>
        )}
        {preview.isFetching && (
          <p role="status" className="flex items-center gap-2 text-muted">
            <Spinner />
            Reading their files
          </p>
        )}
        {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.data && <AdoptionPreview result={preview.data} />}
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy} disabled={!preview.data?.adopted.length}>
            Adopt
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function AdoptionPreview({ result: { adopted, refused } }: { result: AdoptionResult }) {
  return (
    <section aria-label="Preview">
      <ul className="rounded-lg border border-line">
        {adopted.map((agent) => (
          <PreviewLine key={agent.key} agent={agent} />
        ))}
        {refused.map(({ key, name, why }) => (
          <li key={key} className="break-words border-line border-t px-3 py-2 text-warn first:border-t-0">
            {`${name} cannot be adopted: ${why}.`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PreviewLine({ agent: { key, name, mode, files, next } }: { agent: AdoptedAgent }) {
  const named = (verdict: string) => files.filter((file) => file.verdict === verdict).map((file) => file.name);
  const lines = [
    ["Kept as they are", named("kept")],
    ["Not made", named("absent")],
    ["As the templates have them", named("same")],
  ] as const;
  return (
    <li className="border-line border-t px-3 py-2 first:border-t-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="break-all font-medium">{name}</span>
        {name !== key && <code className="break-all text-faint text-xs">{key}</code>}
        <Badge>{modeWords[mode].label}</Badge>
      </p>
      <p className="text-muted text-xs">
        {[
          ...lines.flatMap(([what, those]) => (those.length > 0 ? [`${what}: ${those.join(", ")}.`] : [])),
          ...next,
        ].join(" ")}
      </p>
    </li>
  );
}
