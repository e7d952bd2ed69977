import { useState } from "react";
import { mostHistoryDays, mostHistoryRuns, mostVersions } from "../../../shared/retention.ts";
import type { Settings } from "../../../shared/settings-view.ts";
import { Card } from "../../components/card.tsx";
import { Checkbox } from "../../components/checkbox.tsx";
import { WholeNumberField, wholeNumberProblem } from "../../components/whole-number-field.tsx";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

type Kept = Pick<Settings, "historyDays" | "historyRuns" | "versionDays" | "versionsKept" | "keepsLearned">;

const fields = [
  { key: "historyDays", label: "Days", most: mostHistoryDays },
  { key: "historyRuns", label: "Latest runs of each gateway", most: mostHistoryRuns },
  { key: "versionDays", label: "Days for versions of files", most: mostHistoryDays },
  { key: "versionsKept", label: "Latest versions of each file", most: mostVersions },
] as const satisfies { key: Exclude<keyof Kept, "keepsLearned">; label: string; most: number }[];

/** How long runs and versions of files are kept. */
export function HistoryCard({ kept }: { kept: Kept }) {
  const [texts, setTexts] = useState(() => new Map(fields.map(({ key }) => [key, String(kept[key])])));
  const [keepsLearned, setKeepsLearned] = useState(kept.keepsLearned);
  const textOf = (key: Exclude<keyof Kept, "keepsLearned">) => texts.get(key) ?? "";
  const save = async () => {
    const numbers = Object.fromEntries(fields.map(({ key }) => [key, Number(textOf(key))]));
    await saveSettings({ ...numbers, keepsLearned });
    toast({ tone: "ok", title: "Saved. Older runs and versions are deleted in the background." });
  };
  const numberField = ({ key, label, most }: (typeof fields)[number], isSubmitted: boolean) => (
    <WholeNumberField
      key={key}
      label={label}
      most={most}
      value={textOf(key)}
      isChecked={isSubmitted}
      onChange={(text) => setTexts(new Map(texts).set(key, text))}
    />
  );
  return (
    <Card title="History">
      <SettingsForm
        isChanged={
          keepsLearned !== kept.keepsLearned || fields.some(({ key }) => textOf(key).trim() !== String(kept[key]))
        }
        isValid={fields.every(({ key, most }) => wholeNumberProblem(textOf(key), most) === null)}
        saveLabel="Save history"
        onSave={save}
      >
        {(isSubmitted) => (
          <>
            <p className="text-muted">
              A run is kept with its diffs and plan for this many days, and longer while it is one of the latest runs of
              its gateway. Pinned runs, and interrupted runs that were not dismissed, are always kept.
            </p>
            <div className="flex flex-wrap gap-4">
              {fields.slice(0, 2).map((field) => numberField(field, isSubmitted))}
            </div>
            <p className="text-muted">
              A version of an agent's file is kept for this many days, and longer while it is one of the latest of its
              file. What a file has now, what you chose to keep, and files in conflict are always kept.
            </p>
            <div className="flex flex-wrap gap-4">
              {fields.slice(2).map((field) => numberField(field, isSubmitted))}
            </div>
            <Checkbox
              label="Keep versions of what agents write in USER and MEMORY"
              help="A sync or check that finds such a file changed keeps it as a version. Otherwise only what a run replaces is kept."
              checked={keepsLearned}
              onChange={setKeepsLearned}
            />
          </>
        )}
      </SettingsForm>
    </Card>
  );
}
