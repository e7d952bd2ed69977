import { Card } from "../../components/card.tsx";
import { Checkbox } from "../../components/checkbox.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { saveSettings } from "./save-settings.ts";

/** Whether this machine may fall asleep during a run. For the desktop, which alone can prevent it. */
export function SleepCard({ keepsAwake }: { keepsAwake: boolean }) {
  const { isBusy, error, submit } = useSubmit();
  return (
    <Card title="Sleep">
      <div className="flex flex-col gap-3">
        <Checkbox
          label="Keep this machine awake during a run"
          help="The screen may go dark. Closing a laptop's lid still sends it to sleep; the run continues when it wakes up."
          checked={keepsAwake}
          disabled={isBusy}
          onChange={(isWanted) => void submit(() => saveSettings({ keepsAwake: isWanted }))}
        />
        <SubmitError error={error} />
      </div>
    </Card>
  );
}
