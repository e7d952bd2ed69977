import { type Choice, Select } from "../select.tsx";

export type LabelFilterProps = {
  rows: { labels?: string[]; boardLabels?: string[] }[];
  value: string;
  onChange: (label: string) => void;
};

/** Filters a list by a label; not shown where there are none. */
export function LabelFilter({ rows, value, onChange }: LabelFilterProps) {
  const labels = new Set(rows.flatMap(({ labels = [], boardLabels = [] }) => [...labels, ...boardLabels]));
  if (value !== "") labels.add(value);
  if (labels.size === 0) return null;
  const choices: Choice<string>[] = [
    { value: "", label: "Any label" },
    ...[...labels].toSorted().map((label) => ({ value: label, label: `Label: ${label}` })),
  ];
  return <Select label="Label" choices={choices} value={value} onChange={onChange} className="w-36" />;
}
