/** The fields of an agent's identity profile (docs/behaviour.md, Templates), in the order of the form. */
export type ProfileField = {
  /** The key in `identity_profile`. */
  key: string;
  label: string;
  placeholder: string;
  /** The value that templates receive when it is left empty. */
  fallback: string | null;
  isLong: boolean;
};

export const profileFields: ProfileField[] = [
  line("role", "Role", "Support Engineer", "Generalist"),
  line("emoji", "Emoji", ":wrench:", ":gear:"),
  line("communication_style", "Communication style", "calm, thorough", "direct, concise, practical"),
  line("autonomy_level", "Autonomy", "asks before it spends money"),
  line("verbosity", "Verbosity", "short"),
  line("output_format", "Output format", "bullet points"),
  line("update_cadence", "Updates", "at every status change"),
  text("purpose", "Purpose", "Reproduces faults and finds workarounds."),
  text("personality", "Personality", "Patient, dry humour, never guesses."),
  text("custom_instructions", "Custom instructions", "Never promise a date to a customer."),
];

function line(key: string, label: string, placeholder: string, fallback: string | null = null): ProfileField {
  return { key, label, placeholder, fallback, isLong: false };
}

function text(key: string, label: string, placeholder: string): ProfileField {
  return { key, label, placeholder, fallback: null, isLong: true };
}
