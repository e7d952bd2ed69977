import { useQuery } from "@tanstack/react-query";
import type { EarlierTemplates } from "../../../shared/template-history.ts";
import { orpc } from "../../api/client.ts";
import { Checkbox } from "../../components/checkbox.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { plural } from "../../time/format-time.ts";

export type EarlierTemplatesChoiceProps = {
  runId: string;
  chosen: EarlierTemplates[];
  onChange: (chosen: EarlierTemplates[]) => void;
};

/** Offers the template versions from before a run, where the templates changed with it or since. */
export function EarlierTemplatesChoice({ runId, chosen, onChange }: EarlierTemplatesChoiceProps) {
  const query = useQuery(orpc.runs.earlierTemplates.queryOptions({ input: { id: runId }, staleTime: 0 }));
  const sets = query.data ?? [];
  if (sets.length === 0) return null;
  return sets.map((set) => (
    <Checkbox
      key={set.folder}
      label={
        sets.length === 1 ? "Use the earlier templates as well" : `Use the earlier templates of ${set.name} as well`
      }
      help={<WhatHappens set={set} />}
      checked={chosen.some(({ folder }) => folder === set.folder)}
      onChange={(isChosen) =>
        onChange([...chosen.filter(({ folder }) => folder !== set.folder), ...(isChosen ? [set] : [])])
      }
    />
  ));
}

const mostNames = 3;

function WhatHappens({ set }: { set: EarlierTemplates }) {
  const { name, versionId, recordedAt, presentId, templates, others, agents, note } = set;
  const named = templates.slice(0, mostNames).join(", ");
  const rest = templates.length > mostNames ? ` and ${templates.length - mostNames} more` : "";
  return (
    <>
      The set {name} gets its version {versionId} again at once (<RelativeTime at={recordedAt} />
      {note && `, “${note}”`}): {named}
      {rest}. What it has now stays as version {presentId}. {plural(agents, "agent")} {agents === 1 ? "is" : "are"} made
      from this set
      {others.length > 0 && `, also on ${others.join(", ")}`}; the next sync changes those that differ. What comes back
      then needs no exception from the templates.
    </>
  );
}
