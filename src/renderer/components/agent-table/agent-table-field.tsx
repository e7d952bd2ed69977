import { type AgentTableReport, agentTableColumns, canAddAgents } from "../../../shared/agent-table.ts";
import { plural } from "../../time/format-time.ts";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { AgentTablePreview } from "./agent-table-preview.tsx";

export type AgentTableFieldProps = {
  text: string;
  onChange: (text: string) => void;
  /** What the text was read as; undefined until it is. */
  report: AgentTableReport | undefined;
  /** Why the table cannot be used as it is, if that was tried. */
  error: string | null;
  autoFocus?: boolean;
};

/** A field for a table of agents, typed or pasted, and below it what it was read as. */
export function AgentTableField({ text, onChange, report, error, autoFocus = false }: AgentTableFieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <TextArea
        label="Agents"
        help={`One agent per line: a name, then a comma and a role if you like. Or paste a table or CSV with the names of its columns in the first line: ${agentTableColumns}.`}
        placeholder={"Hazel, Support Engineer\nOtto, Researcher"}
        rows={7}
        autoFocus={autoFocus}
        spellCheck={false}
        className="whitespace-pre font-mono text-xs"
        value={text}
        error={error}
        onChange={onChange}
      />
      {report && text.trim() !== "" && <ReadTable report={report} />}
    </div>
  );
}

function ReadTable({ report }: { report: AgentTableReport }) {
  const { rows, faults, unknownColumns } = report;
  const wrong = rows.filter((row) => row.faults.length > 0).length;
  return (
    <>
      <p aria-live="polite" className={canAddAgents(report) ? "font-medium" : "font-medium text-danger"}>
        {plural(rows.length, "agent")}
        {wrong > 0 && `, ${plural(wrong, "row")} to correct`}
      </p>
      {faults.map((fault) => (
        <Notice key={fault} tone="danger" title={fault} />
      ))}
      {unknownColumns.length > 0 && (
        <Notice tone="warn" title={`Not read: ${unknownColumns.join(", ")}`}>
          No setting of an agent has this name.
        </Notice>
      )}
      {rows.length > 0 && <AgentTablePreview report={report} />}
    </>
  );
}
