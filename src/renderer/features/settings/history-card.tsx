import { type SubmitEvent, useState } from "react";
import { mostHistoryDays, mostHistoryRuns } from "../../../shared/retention.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";

/** How long runs are kept. */
export function HistoryCard({ days, runs }: { days: number; runs: number }) {
  const [daysText, setDaysText] = useState(String(days));
  const [runsText, setRunsText] = useState(String(runs));
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const daysProblem = problemOf(daysText, mostHistoryDays);
  const runsProblem = problemOf(runsText, mostHistoryRuns);
  const isChanged = daysText.trim() !== String(days) || runsText.trim() !== String(runs);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (daysProblem !== null || runsProblem !== null) return;
    void submit(async () => {
      await saveSettings({ historyDays: Number(daysText), historyRuns: Number(runsText) });
      toast({ tone: "ok", title: "Runs that are no longer kept are deleted in the background" });
    });
  };
  return (
    <Card title="History">
      <form noValidate onSubmit={save} className="flex flex-col gap-3">
        <UnsavedGuard isChanged={isChanged} />
        <p className="text-muted">
          A run is kept with its diffs and plan while it is new enough or one of the latest of its gateway. Pinned runs
          and interrupted runs that were not dismissed are always kept.
        </p>
        <div className="flex flex-wrap gap-4">
          <TextField
            label="Days"
            help={`1 to ${mostHistoryDays.toLocaleString("en")}.`}
            type="number"
            min={1}
            max={mostHistoryDays}
            className="tabular max-w-28"
            value={daysText}
            error={isSubmitted ? daysProblem : null}
            onChange={setDaysText}
          />
          <TextField
            label="Latest runs of each gateway"
            help={`1 to ${mostHistoryRuns.toLocaleString("en")}.`}
            type="number"
            min={1}
            max={mostHistoryRuns}
            className="tabular max-w-28"
            value={runsText}
            error={isSubmitted ? runsProblem : null}
            onChange={setRunsText}
          />
        </div>
        <SubmitError error={error} />
        <div>
          <Button type="submit" variant="primary" busy={isBusy} disabled={!isChanged}>
            Save history
          </Button>
        </div>
      </form>
    </Card>
  );
}

function problemOf(text: string, most: number): string | null {
  const isValid = /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
  return isValid ? null : `Enter a whole number from 1 to ${most.toLocaleString("en")}.`;
}
