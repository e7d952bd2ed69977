import { type SubmitEvent, useState } from "react";
import type { OrganizationRow, PersonRow } from "../../../shared/organization-row.ts";
import { recordOf } from "../../../shared/typed-keys.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { useChangedFields } from "../../components/changed-fields.ts";
import { Checkbox } from "../../components/checkbox.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { TextArea, TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { labelOf } from "./label-of-person.ts";
import { RemovePersonDialog } from "./remove-person-dialog.tsx";

export type PersonDialogProps = { organization: OrganizationRow; person?: PersonRow; onClose: () => void };

const fieldNames = ["name", "email", "preferredName", "pronouns", "timezone", "notes", "context"] as const;
type Draft = Record<(typeof fieldNames)[number], string>;

/** Adds a person to an organization, or edits one. */
export function PersonDialog({ organization, person, onClose }: PersonDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(person));
  const [isOwner, setIsOwner] = useState(person?.isOwner ?? organization.people.length === 0);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const fault = draft.name.trim() === "" && draft.email.trim() === "" ? "Enter a name or an e-mail address." : null;
  const isReadOnly = organization.isReadOnly;
  const isChanged = useIsChanged({ draft, isOwner });
  const changes = useChangedFields(draft);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault) return;
    void submit(async () => {
      const { id: organizationId } = organization;
      if (!person) await client.organizations.addPerson({ organizationId, person: fieldsOf(draft), isOwner });
      else {
        await client.organizations.changePerson({
          id: person.id,
          person: fieldsOf({ ...draftOf(person), ...changes }),
        });
        if (isOwner && !person.isOwner) await client.organizations.makeOwner({ organizationId, userId: person.id });
      }
      onClose();
    });
  };
  const text = (name: keyof Draft) => ({
    value: draft[name],
    disabled: isReadOnly,
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  if (person && isRemoving) {
    const stay = () => setIsRemoving(false);
    return <RemovePersonDialog organization={organization} person={person} onCancel={stay} onRemoved={onClose} />;
  }
  return (
    <Dialog
      open
      wide
      isChanged={isChanged}
      onClose={onClose}
      title={person ? labelOf(person) : `Add a person to ${organization.name}`}
      description="Agents' files describe the owner with these words."
    >
      <form noValidate onSubmit={save} className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <TextField
            label="Name"
            placeholder="Ada Lovelace"
            autoFocus={!person}
            error={isSubmitted ? fault : null}
            {...text("name")}
          />
          <TextField label="E-mail" type="email" placeholder="ada@example.com" {...text("email")} />
          <TextField label="Preferred name" help="What agents call this person." {...text("preferredName")} />
          <TextField label="Pronouns" placeholder="she/her" {...text("pronouns")} />
          <TextField label="Time zone" placeholder="Europe/London" list="time-zones" {...text("timezone")} />
          <datalist id="time-zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <TextArea label="Notes" rows={3} help="What agents should know about this person." {...text("notes")} />
          <TextArea label="Context" rows={3} help="What this person is working on." {...text("context")} />
        </div>
        <Checkbox
          label="Owner of the organization"
          help={
            person?.isOwner
              ? "To change the owner, tick this box for another person."
              : "Agents work for the owner. A former owner becomes a member."
          }
          checked={isOwner}
          disabled={isReadOnly || person?.isOwner === true}
          onChange={setIsOwner}
        />
        <SubmitError error={error} />
        <div className="flex flex-wrap gap-2">
          {person && (
            <Button variant="ghost" disabled={isBusy || isReadOnly} onClick={() => setIsRemoving(true)}>
              Remove from {organization.name}
            </Button>
          )}
          <CancelButton className="ml-auto" />
          <Button type="submit" variant="primary" busy={isBusy} disabled={isReadOnly}>
            {person ? "Save person" : "Add person"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function draftOf(person: PersonRow | undefined): Draft {
  return recordOf(fieldNames, (name) => person?.[name] ?? "");
}

function fieldsOf(draft: Draft): Record<keyof Draft, string | null> {
  return recordOf(fieldNames, (name) => draft[name].trim() || null);
}
