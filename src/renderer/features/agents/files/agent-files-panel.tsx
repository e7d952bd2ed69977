import { useQuery } from "@tanstack/react-query";
import { FileX, GitCompare } from "lucide-react";
import { useState } from "react";
import type { AgentFileView, AgentView } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Notice } from "../../../components/notice.tsx";
import { PickList } from "../../../components/pick-list.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { formatBytes } from "../../../time/format-bytes.ts";
import { AgentFile } from "./agent-file.tsx";
import { describeComparison, fileLook, isDue, moveTitles } from "./file-actions.ts";

export type AgentFilesProps = { agent: AgentView; runningRunId: string | null };

/** An agent's files as rendered now (template version), compared with those on its gateway (gateway version). */
export function AgentFiles({ agent, runningRunId }: AgentFilesProps) {
  // Files may change on the gateway at any time without notice to us, so they are read at every visit.
  const query = useQuery(orpc.agents.files.queryOptions({ input: { id: agent.id }, staleTime: 0 }));
  const compare = (
    <Button size="sm" icon={GitCompare} busy={query.isFetching} onClick={() => void query.refetch()}>
      Compare again
    </Button>
  );
  const note = query.data && (
    <>
      {describeComparison(query.data.files)}
      {query.data.gatewayError === null ? ", compared " : ", last tried "}
      <RelativeTime at={query.dataUpdatedAt} />
    </>
  );
  return (
    <Card title="Files" note={note} actions={compare} flush>
      <Loaded
        query={query}
        what="files"
        isEmpty={({ files }) => files.length === 0}
        empty={<EmptyState icon={FileX} title="The templates render no files for this agent" />}
      >
        {({ files, gatewayError }) => (
          <>
            {gatewayError && (
              <div className="border-line border-b p-4">
                <Notice tone="warn" title="The files could not be compared with the gateway">
                  {gatewayError}. The files below are rendered from the templates.
                </Notice>
              </div>
            )}
            <FilePanes agent={agent} files={files} runningRunId={runningRunId} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function FilePanes({ agent, files, runningRunId }: AgentFilesProps & { files: AgentFileView[] }) {
  const [name, setName] = useSearchParam("file");
  // Keep the file that was opened first, even when the operator has decided about it and it is no longer due.
  const [first] = useState(() => (files.find(({ action }) => action === "conflict") ?? files.find(isDue))?.name);
  const chosen = files.find((file) => file.name === name) ?? files.find((file) => file.name === first) ?? files[0];
  if (!chosen) return null;
  return (
    <div className="grid grid-cols-[17rem_minmax(0,1fr)] max-lg:grid-cols-1">
      <div className="border-line border-r max-lg:border-r-0 max-lg:border-b">
        <PickList
          label="Files"
          value={chosen.name}
          onChange={setName}
          items={files.map((file) => ({ value: file.name, content: <FileItem agent={agent} file={file} /> }))}
        />
      </div>
      <AgentFile
        key={chosen.name}
        agent={agent}
        file={chosen}
        runningRunId={runningRunId}
        written={agent.files.find((file) => file.name === chosen.name) ?? null}
      />
    </div>
  );
}

function FileItem({ agent, file }: { agent: AgentView; file: AgentFileView }) {
  const { name, reason, moved, gateway } = file;
  const { label, tone, meaning } = fileLook(file);
  const written = agent.files.find((each) => each.name === name);
  return (
    <>
      <span className="flex items-center gap-2">
        <code title={name} className="min-w-0 flex-1 truncate font-semibold text-ink">
          {name}
        </code>
        <Badge tone={tone} title={reason ? `${meaning} (${reason})` : meaning}>
          {label}
        </Badge>
      </span>
      <span className="block truncate text-faint text-xs">
        {isDue(file) && moved !== null ? (
          moveTitles[gateway === null ? "missing" : moved]
        ) : written ? (
          <>
            {written.sizeBytes !== null && `${formatBytes(written.sizeBytes)}, `}
            written <RelativeTime at={written.recordedAt} />
          </>
        ) : (
          "never written by Flight Deck"
        )}
      </span>
    </>
  );
}
