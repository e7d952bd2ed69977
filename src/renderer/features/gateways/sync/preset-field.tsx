import { useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { plainSync, type SyncChoices } from "../../../../shared/sync-options.ts";
import { choicesOf, leftOutOf, presetOptionsOf } from "../../../../shared/sync-presets.ts";
import { orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { SelectField } from "../../../components/select.tsx";

export type PresetFieldProps = {
  choices: SyncChoices;
  onChange: (choices: SyncChoices) => void;
  onManage: () => void;
};

/** Chooses a preset of options, and shows which one the present options are. */
export function PresetField({ choices, onChange, onManage }: PresetFieldProps) {
  const { data: presets = [] } = useQuery(orpc.presets.list.queryOptions());
  const options = presetOptionsOf(choices).join();
  const isOfPreset = leftOutOf(choices).length === 0;
  const chosen = isOfPreset ? presets.find((preset) => preset.options.join() === options) : undefined;
  const choose = (name: string) => {
    const preset = presets.find((each) => each.name === name);
    onChange(preset ? choicesOf(preset, choices.dryRun) : { ...plainSync, dryRun: choices.dryRun });
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      {presets.length > 0 && (
        <div className="min-w-0 flex-1 basis-40">
          <SelectField
            label="Preset"
            choices={[{ value: "", label: "None" }, ...presets.map(({ name }) => ({ value: name, label: name }))]}
            value={chosen?.name ?? ""}
            onChange={choose}
          />
        </div>
      )}
      <Button size={presets.length > 0 ? "md" : "sm"} icon={Bookmark} onClick={onManage}>
        Presets
      </Button>
    </div>
  );
}
