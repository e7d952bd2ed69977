import { type SubmitEvent, useState } from "react";
import type { OrganizationRow } from "../../../shared/organization-row.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";

/** Creates an organization, or renames one. */
export function OrganizationDialog({ organization, onClose }: { organization?: OrganizationRow; onClose: () => void }) {
  const [name, setName] = useState(organization?.name ?? "");
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const fault = name.trim() === "" ? "Give the organization a name." : null;
  const isChanged = useIsChanged(name);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault) return;
    void submit(async () => {
      if (organization) await client.organizations.rename({ id: organization.id, name: name.trim() });
      else await client.organizations.create({ name: name.trim() });
      onClose();
    });
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={onClose}
      title={organization ? `Rename ${organization.name}` : "New organization"}
    >
      <form noValidate onSubmit={save} className="flex flex-col gap-4">
        <TextField
          label="Name"
          placeholder="Harbour Bikes"
          autoFocus
          maxLength={200}
          value={name}
          error={isSubmitted ? fault : null}
          onChange={setName}
        />
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy}>
            {organization ? "Rename" : "Create organization"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
