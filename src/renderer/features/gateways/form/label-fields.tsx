import { type GatewayLabel, labelColours } from "../../../../shared/views.ts";
import { cx } from "../../../components/cx.ts";
import { TextField } from "../../../components/field.tsx";
import { labelLooks } from "../gateway-label.tsx";

export type LabelFieldsProps = { label: GatewayLabel; onChange: (label: GatewayLabel) => void };

/** The environment and the colour that identify a gateway at a glance. */
export function LabelFields({ label, onChange }: LabelFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
      <TextField
        label="Environment"
        placeholder="production"
        help="Shown beside the name everywhere."
        maxLength={40}
        value={label.environment}
        onChange={(environment) => onChange({ ...label, environment })}
      />
      <fieldset>
        <legend className="mb-1 font-medium text-xs">Colour</legend>
        <div className="flex h-8 items-center gap-2">
          {labelColours.map((colour) => (
            <label
              key={colour}
              className="relative grid size-6 cursor-pointer place-items-center"
              title={labelLooks[colour].name}
            >
              <input
                type="radio"
                name="label-colour"
                aria-label={labelLooks[colour].name}
                checked={label.colour === colour}
                onChange={() => onChange({ ...label, colour })}
                className="peer absolute inset-0 cursor-pointer appearance-none rounded-full"
              />
              <span
                aria-hidden="true"
                className={cx(
                  "pointer-events-none size-4 rounded-full ring-offset-2 ring-offset-surface peer-checked:ring-2 peer-checked:ring-ink",
                  labelLooks[colour].className,
                )}
              />
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
