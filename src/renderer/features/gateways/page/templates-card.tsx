import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { addressFaultText, defaultBaseUrl } from "../../../../shared/addresses.ts";
import type { BaseUrlCheck } from "../../../../shared/base-url-check.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { useChangedFields } from "../../../components/changed-fields.ts";
import { Facts } from "../../../components/facts.tsx";
import { TextField } from "../../../components/field.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useIsChanged, useUnsavedGuard } from "../../../components/unsaved-guard.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { toast } from "../../../stores/toasts.ts";

export type TemplatesCardProps = {
  gateway: GatewayRow;
  /** What the base URL answered; undefined if it was not asked. */
  baseUrlCheck: BaseUrlCheck | undefined;
};

/** What a gateway's agents are rendered with: its own templates and base URL, or those in the settings. */
export function TemplatesCard({ gateway, baseUrlCheck }: TemplatesCardProps) {
  const [isEditing, setIsEditing] = useState(false);
  const settings = useQuery(orpc.app.settings.queryOptions());
  const { folder, baseUrl } = gateway.ownTemplates;
  const present = (baseUrl ?? settings.data?.baseUrl)?.replace(/\/+$/, "");
  const answer = baseUrlCheck?.url === present ? baseUrlCheck : undefined;
  return (
    <Card
      title="Templates and base URL"
      actions={
        !isEditing && (
          <Button size="sm" icon={Pencil} onClick={() => setIsEditing(true)}>
            Change
          </Button>
        )
      }
    >
      {isEditing ? (
        <TemplatesForm gateway={gateway} onDone={() => setIsEditing(false)} />
      ) : (
        <Facts
          facts={[
            {
              label: "Templates",
              value: <Choice own={folder} setting={settings.data?.templateFolder} unset="built-in" />,
            },
            {
              label: "Base URL",
              value: (
                <>
                  <Choice own={baseUrl} setting={settings.data?.baseUrl} unset={defaultBaseUrl} />
                  {answer && (
                    <p role="status" className={answer.state === "answers" ? "text-ok" : "text-warn"}>
                      {answer.detail}
                    </p>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}

/** `setting` is undefined until it is loaded; `unset` is what counts without one. */
type ChoiceProps = { own: string | null; setting: string | null | undefined; unset: string };

function Choice({ own, setting, unset }: ChoiceProps) {
  const fallback = setting === null ? unset : setting;
  return (
    <>
      <code className="break-all">{own ?? fallback}</code>{" "}
      <span className="text-muted">
        {own !== null ? "of this gateway" : fallback === unset ? "the default, not set" : "from the settings"}
      </span>
    </>
  );
}

function TemplatesForm({ gateway, onDone }: { gateway: GatewayRow; onDone: () => void }) {
  const [folder, setFolder] = useState(gateway.ownTemplates.folder ?? "");
  const [baseUrl, setBaseUrl] = useState(gateway.ownTemplates.baseUrl ?? "");
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const guard = useUnsavedGuard(useIsChanged({ folder, baseUrl }));
  const changes = useChangedFields({ folder: folder.trim() || null, baseUrl: baseUrl.trim() || null });
  const fault = baseUrl.trim() === "" ? null : addressFaultText("base-url", baseUrl.trim());
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault) return;
    void submit(async () => {
      await client.gateways.setTemplates({ id: gateway.id, ...gateway.ownTemplates, ...changes });
      toast({ tone: "ok", title: "Saved", detail: "The next sync of this gateway writes the files." });
      onDone();
    });
  };
  return (
    <form noValidate onSubmit={save} className="flex flex-col gap-3">
      {guard.question}
      <TextField
        label="Template folder"
        help="A folder on the machine that runs Flight Deck. Leave it empty to use the templates in the settings."
        className="font-mono"
        spellCheck={false}
        autoFocus
        value={folder}
        onChange={setFolder}
      />
      <TextField
        label="Base URL"
        help="Mission Control's address for this gateway's agents. Leave it empty to use the one in the settings."
        className="font-mono"
        spellCheck={false}
        value={baseUrl}
        error={isSubmitted ? fault : null}
        onChange={setBaseUrl}
      />
      <SubmitError error={error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={isBusy}>
          Check and save
        </Button>
        <Button variant="ghost" onClick={() => guard.leave(onDone)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
