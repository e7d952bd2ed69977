import { binDays } from "../../../shared/bin.ts";
import type { OrganizationRow, PersonRow } from "../../../shared/organization-row.ts";
import { client } from "../../api/client.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { tellDeleted } from "../../stores/deletions.ts";
import { labelOf } from "./label-of-person.ts";

export type RemovePersonDialogProps = {
  organization: OrganizationRow;
  person: PersonRow;
  onCancel: () => void;
  onRemoved: () => void;
};

/** Asks before a person leaves an organization. */
export function RemovePersonDialog({ organization, person, onCancel, onRemoved }: RemovePersonDialogProps) {
  const { id: organizationId, name, people } = organization;
  const nextOwner = people.find(({ id, role }) => id !== person.id && role === "owner");
  return (
    <ConfirmDialog
      open
      onClose={onCancel}
      title={`Remove ${labelOf(person)} from ${name}?`}
      description={
        <>
          <p>
            Flight Deck deletes this person if they are in no other organization. You can restore them from the bin for{" "}
            {binDays} days.
          </p>
          {person.isOwner && (
            <p className="mt-1">
              {nextOwner
                ? `Agents then work for ${labelOf(nextOwner)}, who becomes the owner.`
                : `${name} then has no owner, and its agents' files say nothing about whom they work for.`}
            </p>
          )}
        </>
      }
      confirmLabel="Remove person"
      onConfirm={async () => {
        const removed = await client.organizations.removePerson({ organizationId, userId: person.id });
        tellDeleted("The person was removed", labelOf(person), removed);
        onRemoved();
      }}
    />
  );
}
