import { type FormEvent, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { cx } from "../../../components/cx.ts";
import { control } from "../../../components/field.tsx";
import { type Choice, Select } from "../../../components/select.tsx";
import { plural } from "../../../time/format-time.ts";

export type BackgroundCheckProps = { everyMinutes: number; onChange: (everyMinutes: number) => void };

const usualMinutes = [0, 5, 15, 60];
const longestMinutes = 1_440;

/** How often a gateway is checked automatically: a common interval, or one that the operator enters. */
export function BackgroundCheck({ everyMinutes, onChange }: BackgroundCheckProps) {
  const [isAsking, setIsAsking] = useState(false);
  const minutes = usualMinutes.includes(everyMinutes) ? usualMinutes : [...usualMinutes, everyMinutes];
  const choices: Choice<string>[] = [
    ...minutes.map((value) => ({ value: String(value), label: describe(value) })),
    { value: "custom", label: "Another interval…" },
  ];
  const choose = (value: string) => {
    setIsAsking(value === "custom");
    if (value !== "custom") onChange(Number(value));
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span aria-hidden="true" className="text-muted text-xs">
        Check in the background
      </span>
      <Select
        label="Check in the background"
        choices={choices}
        value={isAsking ? "custom" : String(everyMinutes)}
        onChange={choose}
        className="w-44"
      />
      {isAsking && (
        <OwnInterval
          onChange={(value) => {
            setIsAsking(false);
            onChange(value);
          }}
        />
      )}
    </div>
  );
}

function OwnInterval({ onChange }: Pick<BackgroundCheckProps, "onChange">) {
  const [text, setText] = useState("30");
  const minutes = Number(text);
  const isRight = Number.isInteger(minutes) && minutes >= 1 && minutes <= longestMinutes;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isRight) onChange(minutes);
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2">
      <span className="w-16">
        <input
          aria-label="Minutes between two checks, 1 to 1440"
          aria-invalid={!isRight}
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={cx(control, "h-8")}
        />
      </span>
      <span className="text-muted text-xs">minutes</span>
      <Button type="submit" size="sm" disabled={!isRight}>
        Set
      </Button>
    </form>
  );
}

function describe(everyMinutes: number): string {
  if (everyMinutes === 0) return "Off";
  if (everyMinutes === 60) return "Every hour";
  return `Every ${plural(everyMinutes, "minute")}`;
}
