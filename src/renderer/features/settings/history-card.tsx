import { useState } from "react";
import { mostHistoryDays, mostHistoryRuns } from "../../../shared/retention.ts";
import { Card } from "../../components/card.tsx";
import { WholeNumberField, wholeNumberProblem } from "../../components/whole-number-field.tsx";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

/** How long runs are kept. */
export function HistoryCard({ days, runs }: { days: number; runs: number }) {
  const [daysText, setDaysText] = useState(String(days));
  const [runsText, setRunsText] = useState(String(runs));
  const save = async () => {
    await saveSettings({ historyDays: Number(daysText), historyRuns: Number(runsText) });
    toast({ tone: "ok", title: "Saved. Older runs are deleted in the background." });
  };
  return (
    <Card title="History">
      <SettingsForm
        isChanged={daysText.trim() !== String(days) || runsText.trim() !== String(runs)}
        isValid={
          wholeNumberProblem(daysText, mostHistoryDays) === null &&
          wholeNumberProblem(runsText, mostHistoryRuns) === null
        }
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
              <WholeNumberField
                label="Days"
                most={mostHistoryDays}
                value={daysText}
                isChecked={isSubmitted}
                onChange={setDaysText}
              />
              <WholeNumberField
                label="Latest runs of each gateway"
                most={mostHistoryRuns}
                value={runsText}
                isChecked={isSubmitted}
                onChange={setRunsText}
              />
            </div>
          </>
        )}
      </SettingsForm>
    </Card>
  );
}
