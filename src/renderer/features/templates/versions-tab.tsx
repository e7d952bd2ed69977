import { useQuery } from "@tanstack/react-query";
import { History, Undo2 } from "lucide-react";
import { useState } from "react";
import type { TemplateSetRow, TemplateVersionRow } from "../../../shared/template-history.ts";
import { client, orpc } from "../../api/client.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { DiffView } from "../../components/diff/diff-view.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Select } from "../../components/select.tsx";
import { useSearchParam } from "../../router/use-location.ts";
import { formatExact } from "../../time/format-time.ts";

/** The versions of a set: any two side by side, and the way back to each. */
export function VersionsTab() {
  const sets = useQuery(orpc.templates.sets.queryOptions());
  const [wanted, setWanted] = useSearchParam("set");
  return (
    <Loaded query={sets} what="template sets">
      {(data) => {
        const addressOf = ({ folder }: TemplateSetRow) => folder ?? "built-in";
        const set = data.find((one) => (wanted === "" ? one.isDefault : addressOf(one) === wanted)) ?? data[0];
        return (
          <div className="flex flex-col gap-4">
            {data.length > 1 && set && (
              <Select
                label="Set"
                choices={data.map((one) => ({ value: addressOf(one), label: labelOf(one) }))}
                value={addressOf(set)}
                onChange={setWanted}
                className="self-start"
              />
            )}
            {set?.folder == null ? <NoVersions /> : <VersionsOf key={set.folder} folder={set.folder} />}
          </div>
        );
      }}
    </Loaded>
  );
}

function labelOf({ name, kind, folder, isDefault }: TemplateSetRow): string {
  const where = kind === "folder" ? ` (${folder})` : "";
  return `${name}${where}${isDefault ? ", the default" : ""}`;
}

function NoVersions() {
  return (
    <EmptyState icon={History} title="The built-in templates have no versions">
      They change only with Flight Deck. Each version of a set of your own is kept from its first edit on.
    </EmptyState>
  );
}

function VersionsOf({ folder }: { folder: string }) {
  // What something else changed in the folder becomes a version when it is looked at.
  const versions = useQuery(orpc.templates.versions.queryOptions({ input: { folder }, staleTime: 0 }));
  return (
    <Loaded query={versions} what="versions">
      {(data) => (data[0] ? <Versions folder={folder} versions={data} present={data[0]} /> : null)}
    </Loaded>
  );
}

type VersionsProps = { folder: string; versions: TemplateVersionRow[]; present: TemplateVersionRow };

function Versions({ folder, versions, present }: VersionsProps) {
  const [pair, setPair] = useState({ from: "", to: "" });
  const [back, setBack] = useState<TemplateVersionRow | null>(null);
  const to = versions.find(({ id }) => String(id) === pair.to) ?? present;
  const before = versions[versions.indexOf(to) + 1] ?? to;
  const from = versions.find(({ id }) => String(id) === pair.from) ?? before;
  const choices = versions.map(({ id, note }) => ({ value: String(id), label: note ? `${id} · ${note}` : String(id) }));
  return (
    <div className="flex flex-col gap-4">
      <Card title="Versions" note="The first is what is in the folder now." flush>
        <ul className="divide-y divide-line">
          {versions.map((version) => (
            <li key={version.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <span className="tabular w-10 font-semibold">{version.id}</span>
              <span className="min-w-0 flex-1 basis-60 break-words">
                {sourceWords[version.source]}
                {version.savedBy && ` by ${version.savedBy}`}
                {version.note && `: ${version.note}`}
                <span className="block text-faint text-xs">
                  {formatExact(Date.parse(version.recordedAt))}
                  {version.gitCommit && ` · commit ${version.gitCommit.slice(0, 8)}`}
                </span>
              </span>
              {version.sha256 === present.sha256 ? (
                <Badge tone="ok">In the folder now</Badge>
              ) : (
                <Button size="sm" icon={Undo2} onClick={() => setBack(version)}>
                  Use version {version.id}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
      <Card
        title="What differs"
        actions={
          <>
            <Select
              label="From version"
              choices={choices}
              value={String(from.id)}
              onChange={(id) => setPair({ ...pair, from: id })}
            />
            <Select
              label="To version"
              choices={choices}
              value={String(to.id)}
              onChange={(id) => setPair({ ...pair, to: id })}
            />
          </>
        }
      >
        <Differences folder={folder} from={from.id} to={to.id} />
      </Card>
      {back && <UseDialog folder={folder} version={back} present={present} onClose={() => setBack(null)} />}
    </div>
  );
}

const sourceWords = {
  saved: "Saved",
  used: "Used again",
  copied: "Copied",
  found: "Found in the folder, changed by something else",
} as const;

function Differences({ folder, from, to }: { folder: string; from: number; to: number }) {
  const diff = useQuery(orpc.templates.versionDiff.queryOptions({ input: { folder, from, to } }));
  return (
    <Loaded query={diff} what="differences">
      {(data) =>
        data.length === 0 ? (
          <p className="text-muted">Nothing differs.</p>
        ) : (
          <div className="flex flex-col gap-3">
            {data.map(({ name, diff: text }) => (
              <DiffView
                key={name}
                diff={text}
                fileName={name}
                from={`Version ${from}`}
                to={`Version ${to}`}
                startsSplit
              />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

type UseDialogProps = Omit<VersionsProps, "versions"> & { version: TemplateVersionRow; onClose: () => void };

function UseDialog({ folder, version: { id }, present, onClose }: UseDialogProps) {
  const input = { folder, from: present.id, to: id };
  const lost = useQuery(orpc.templates.versionDiff.queryOptions({ input }));
  const names = (lost.data ?? []).map(({ name, removed }) => `${name}: ${removed} lines`);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Use version ${id} again?`}
      description={`Its templates replace those in ${folder}, and the next sync changes agents' files accordingly. What is there now is kept as version ${present.id}.`}
      hits={{ label: "Lost from what is there now", names }}
      confirmLabel={`Use version ${id}`}
      danger={false}
      onConfirm={() => client.templates.restoreVersion({ folder, id, baseSha256: present.sha256 })}
    />
  );
}
