import { useState } from "react";
import { TextField } from "../../components/field.tsx";
import { asksForOwner, ownerFaults, type SetupDraft } from "./setup-draft.ts";
import { SetupStepForm } from "./setup-step-form.tsx";
import type { SetupStepProps } from "./setup-step-props.ts";

/** The person that the agents work for. */
export function OwnerStep({ draft, start, onChange, goTo }: SetupStepProps) {
  const [isTried, setIsTried] = useState(false);
  const faults = ownerFaults(draft, start);
  const text = (name: keyof SetupDraft["owner"]) => ({
    value: draft.owner[name],
    onChange: (value: string) => onChange({ ...draft, owner: { ...draft.owner, [name]: value } }),
  });
  return (
    <SetupStepForm
      title="Owner"
      note="The person that the agents work for. Their files describe this person."
      isFaulty={Object.keys(faults).length > 0}
      onTry={() => setIsTried(true)}
      onBack={() => goTo("gateway")}
      onContinue={() => goTo("board")}
    >
      {asksForOwner(start) ? (
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <TextField
            label="Name"
            placeholder="Ada Lovelace"
            autoFocus
            error={isTried ? faults.name : null}
            {...text("name")}
          />
          <TextField
            label="Preferred name"
            help="What agents call this person. May be empty."
            {...text("preferredName")}
          />
          <TextField label="Time zone" placeholder="Europe/London" list="setup-time-zones" {...text("timezone")} />
          <datalist id="setup-time-zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          {start.organizationName === null && (
            <TextField
              label="Organization"
              placeholder="My organization"
              maxLength={200}
              help="Gateways, boards and people belong to it. May be empty."
              {...text("organizationName")}
            />
          )}
        </div>
      ) : (
        <p>{ownerSentence(start)}</p>
      )}
    </SetupStepForm>
  );
}

/** Why no owner is asked for. */
export function ownerSentence({ ownerName, organizationName }: SetupStepProps["start"]): string {
  if (ownerName === null) return "People come from Mission Control's database.";
  return `The agents will work for ${ownerName}, the owner of ${organizationName ?? "the organization"}.`;
}
