import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { labelsFault, wordsOfLabels } from "../../../shared/labels.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../button.tsx";
import { TextField } from "../field.tsx";

export type LabelsFieldProps = {
  label: string;
  help?: string;
  /** As typed: words with blanks or commas between them. */
  value: string;
  onChange: (text: string) => void;
  /** Labels to offer; by default those in use. */
  suggested?: string[];
};

const mostSuggested = 8;

/** A field for labels; those in use are offered below it. */
export function LabelsField({ label, help, value, onChange, suggested }: LabelsFieldProps) {
  const used = useQuery(orpc.labels.list.queryOptions());
  const typed = wordsOfLabels(value.toLowerCase());
  const offered = (suggested ?? (used.data ?? []).map((use) => use.label))
    .filter((each) => !typed.includes(each))
    .slice(0, mostSuggested);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <TextField
        label={label}
        help={help}
        placeholder="night, eu"
        autoComplete="off"
        spellCheck={false}
        value={value}
        error={labelsFault(value)}
        onChange={onChange}
      />
      {offered.length > 0 && (
        <ul aria-label={`Suggestions for ${label.toLowerCase()}`} className="flex flex-wrap gap-1">
          {offered.map((each) => (
            <li key={each} className="max-w-full">
              <Button
                size="sm"
                variant="ghost"
                icon={Plus}
                aria-label={`Take ${each}`}
                onClick={() => onChange([...wordsOfLabels(value), each].join(", "))}
              >
                {each}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
