import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { type MetricDraft, type MetricErrors, withEmptyMetric } from "./metrics-draft.ts";

export type MetricFieldsProps = {
  metrics: MetricDraft[];
  errors: MetricErrors;
  onChange: (metrics: MetricDraft[]) => void;
};

/** What is measured, and the value to reach: a row each. */
export function MetricFields({ metrics, errors, onChange }: MetricFieldsProps) {
  const change = (row: number, part: Partial<MetricDraft>) =>
    onChange(metrics.map((metric) => (metric.row === row ? { ...metric, ...part } : metric)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-xs">Success metrics</legend>
      {metrics.map(({ row, name, value, isFixed }, index) => (
        <div key={row} className="flex items-start gap-2">
          <div className="min-w-0 flex-3">
            <TextField
              label={<span className="sr-only">Metric {index + 1}</span>}
              placeholder="median_first_answer_minutes"
              value={name}
              error={errors[row]}
              onChange={(text) => change(row, { name: text })}
            />
          </div>
          <div className="min-w-0 flex-2">
            <TextField
              label={<span className="sr-only">Value of metric {index + 1}</span>}
              placeholder="45"
              disabled={isFixed}
              title={isFixed ? "Not a single value: it stays as it is, or remove it" : undefined}
              value={value}
              onChange={(text) => change(row, { value: text })}
            />
          </div>
          <IconButton
            icon={Trash2}
            label={`Remove metric ${index + 1}`}
            size="md"
            className="mt-1"
            onClick={() => onChange(metrics.filter((metric) => metric.row !== row))}
          />
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={Plus} onClick={() => onChange(withEmptyMetric(metrics))}>
          Add a metric
        </Button>
        <p className="text-faint text-xs">What is measured, and the value to reach.</p>
      </div>
    </fieldset>
  );
}
