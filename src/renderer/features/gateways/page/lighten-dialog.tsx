import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LeftReason, LightenedAgent, LightenReport } from "../../../../shared/lighten.ts";
import { syncChoices } from "../../../../shared/sync-options.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { toOperatorError } from "../../../api/operator-error.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ScrollRegion } from "../../../components/scroll-region.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { plural } from "../../../time/format-time.ts";

export type LightenDialogProps = { gateway: Pick<GatewayRow, "id" | "name">; onClose: () => void };

/** Shows which hashes would be replaced and why others stay, replaces them on confirmation, and shows the result. */
export function LightenDialog({ gateway: { id, name }, onClose }: LightenDialogProps) {
  const plan = useQuery({
    ...orpc.gateways.lightenHashes.queryOptions({ input: { id, dryRun: true } }),
    // The gateway is read again each time, so that the operator confirms the current state.
    gcTime: 0,
    retry: false,
  });
  const [result, setResult] = useState<LightenReport | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const planned = plan.data?.agents.filter(({ outcome }) => outcome === "planned") ?? [];
  const lighten = () =>
    submit(async () => {
      const agentIds = planned.map(({ agentId }) => agentId);
      setResult(await client.gateways.lightenHashes({ id, agentIds, dryRun: false }));
    });
  const footer = result ? (
    <Button variant="primary" onClick={onClose}>
      Close
    </Button>
  ) : (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant="primary" disabled={planned.length === 0} busy={isBusy} onClick={() => void lighten()}>
        {planned.length > 0 ? `Lighten ${plural(planned.length, "hash", "hashes")}` : "Lighten"}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={`Lighten token hashes of ${name}`} description={explanation} footer={footer}>
      <div className="flex flex-col gap-3" aria-live="polite">
        {plan.isPending && (
          <p className="flex items-center gap-2 text-muted">
            <Spinner /> Reading the tokens from the gateway and verifying them…
          </p>
        )}
        {plan.isError && <SubmitError error={toOperatorError(plan.error)} />}
        {result ? <Outcome report={result} /> : plan.data && <Outcome report={plan.data} />}
        <SubmitError error={error} />
      </div>
    </Dialog>
  );
}

const explanation =
  "Each token is read from the gateway and verified, then its hash is replaced by one with 1,000 iterations. Tokens stay the same, " +
  "and nothing is written to the gateway. Mission Control keeps its own hashes unless you transfer the records; both " +
  "verify the same tokens.";

function Outcome({ report: { agents, dryRun } }: { report: LightenReport }) {
  const stay = agents.filter(({ outcome }) => outcome === "left");
  const changed = agents.filter(({ outcome }) => outcome !== "left");
  const hashes = plural(changed.length, "hash", "hashes");
  const verb = dryRun ? "will be replaced" : changed.length === 1 ? "was replaced" : "were replaced";
  return (
    <>
      <AgentList title={`${hashes} ${verb}`} agents={changed} />
      {stay.length > 0 && (
        <AgentList
          title={
            stay.length === 1 ? "1 hash stays as it is" : `${plural(stay.length, "hash", "hashes")} stay as they are`
          }
          agents={stay}
        />
      )}
    </>
  );
}

function AgentList({ title, agents }: { title: string; agents: LightenedAgent[] }) {
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      {agents.length > 0 && (
        <ScrollRegion
          aria-label={title}
          className="mt-1 max-h-52 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-1.5"
        >
          <ul className="text-xs">
            {agents.map(({ agentId, agentName, iterations, reason }) => (
              <li key={agentId} className="flex flex-wrap gap-x-3 py-0.5">
                <span className="min-w-0 truncate font-medium">{agentName}</span>
                <span className="text-muted">
                  {reason === null ? `${iterations.toLocaleString("en")} iterations now` : reasons[reason]}
                </span>
              </li>
            ))}
          </ul>
        </ScrollRegion>
      )}
    </div>
  );
}

const reasons: Record<LeftReason, string> = {
  "no-token": `No token can be read from its file. A sync with “${syncChoices.rotateTokens.label}” gives it a new one.`,
  mismatch: `The token in its file does not match the hash. A sync with “${syncChoices.rotateTokens.label}” gives it a new one.`,
  "not-on-gateway": "The agent is not on the gateway. A sync adds it.",
  "rekey-pending": `A re-key was interrupted. A sync with “${syncChoices.rekeyAll.label}” replaces it.`,
  "too-heavy": `The hash has too many iterations to verify. A sync with “${syncChoices.rekeyAll.label}” replaces it.`,
  "changed-meanwhile": "Its hash has changed in the meantime. Try again.",
};
