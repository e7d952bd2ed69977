import { TriangleAlert } from "lucide-react";
import { type SyncChoices, syncChoiceNames, syncChoices } from "../../../../shared/sync-options.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { Checkbox } from "../../../components/checkbox.tsx";
import { plural } from "../../../time/format-time.ts";
import { PresetField } from "./preset-field.tsx";
import { UserField } from "./user-field.tsx";

export type SyncPanelProps = {
  choices: SyncChoices;
  onChange: (choices: SyncChoices) => void;
  /** How many agents would be affected. */
  agentCount: number;
  /** The person that the files call the user; null for the organization's owner. */
  userId: string | null;
  onUserChange: (userId: string | null) => void;
  onStart: () => void;
  onPresets: () => void;
};

/** The options of a template sync, each with a line of help; dangerous ones are in their own group. */
export function SyncPanel(props: SyncPanelProps) {
  const { choices, onChange, agentCount, userId, onUserChange, onStart, onPresets } = props;
  const options = (isDangerous: boolean) =>
    syncChoiceNames
      .filter((name) => syncChoices[name].isDangerous === isDangerous)
      .map((name) => (
        <Checkbox
          key={name}
          label={syncChoices[name].label}
          help={syncChoices[name].help}
          checked={choices[name]}
          onChange={(isOn) => onChange({ ...choices, [name]: isOn })}
          mark={isDangerous && choices[name] && !choices.dryRun && <Badge tone="danger">asks before it starts</Badge>}
        />
      ));
  return (
    <div>
      <div className="px-4 pt-3 pb-1">
        <p className="font-semibold">Options of this sync</p>
      </div>
      <div className="px-4 py-2">
        <PresetField choices={choices} onChange={onChange} onManage={onPresets} />
      </div>
      <fieldset className="flex flex-col gap-2.5 px-4 py-2">
        <legend className="sr-only">What is synced</legend>
        {options(false)}
      </fieldset>
      <div className="px-4 py-2">
        <UserField userId={userId} onChange={onUserChange} />
      </div>
      <fieldset className="mx-4 my-2 flex flex-col gap-2.5 rounded-lg border border-danger/30 px-3 pt-1 pb-3">
        <legend className="flex items-center gap-1.5 px-1 font-medium text-danger text-xs">
          <TriangleAlert size={13} aria-hidden="true" />
          Cannot be undone
        </legend>
        {options(true)}
      </fieldset>
      <div className="sticky bottom-0 flex items-center gap-3 border-line border-t bg-sunken px-4 py-3">
        <span className="tabular text-muted text-xs">{plural(agentCount, "agent")} in scope</span>
        <Button variant="primary" className="ml-auto" onClick={onStart}>
          {choices.dryRun ? "Make the plan" : "Start sync"}
        </Button>
      </div>
    </div>
  );
}
