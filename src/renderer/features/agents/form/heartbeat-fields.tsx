import { TextField } from "../../../components/field.tsx";
import { type Choice, SelectField } from "../../../components/select.tsx";
import type { HeartbeatDraft, HeartbeatErrors } from "./heartbeat-draft.ts";

export type HeartbeatFieldsProps = {
  heartbeat: HeartbeatDraft;
  errors: HeartbeatErrors;
  onChange: (heartbeat: HeartbeatDraft) => void;
};

const targets: Choice<HeartbeatDraft["target"]>[] = [
  { value: "", label: "Default: its last chat" },
  { value: "last", label: "Its last chat" },
  { value: "none", label: "Nowhere" },
  { value: "channel", label: "A channel" },
];

/** When an agent wakes by itself, and where it answers then. */
export function HeartbeatFields({ heartbeat, errors, onChange }: HeartbeatFieldsProps) {
  const field = (key: "every" | "channel" | "start" | "end" | "timezone", text: FieldText) => (
    <TextField
      {...text}
      spellCheck={false}
      value={heartbeat[key]}
      error={errors[key]}
      onChange={(typed) => onChange({ ...heartbeat, [key]: typed })}
    />
  );
  return (
    <div className="grid grid-cols-3 gap-4 max-lg:grid-cols-2 max-md:grid-cols-1">
      {field("every", {
        label: "Wakes every",
        placeholder: "10m",
        help: "Such as 30m or 2h; 0m turns it off. Left empty: 10m.",
      })}
      <SelectField
        label="Answers go to"
        choices={targets}
        value={heartbeat.target}
        onChange={(target) => onChange({ ...heartbeat, target })}
      />
      {heartbeat.target === "channel" ? (
        field("channel", { label: "Channel", placeholder: "slack", help: "The id of the channel on the gateway." })
      ) : (
        <div aria-hidden="true" className="max-lg:hidden" />
      )}
      {field("start", { label: "Active from", placeholder: "08:00", help: "Left empty: all day." })}
      {field("end", { label: "Active until", placeholder: "20:00" })}
      {field("timezone", { label: "Time zone of the hours", placeholder: "Europe/Berlin" })}
    </div>
  );
}

type FieldText = { label: string; placeholder: string; help?: string };
