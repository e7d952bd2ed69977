import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { orpc } from "../../api/client.ts";
import { Badge } from "../../components/badge.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { ListSkeleton } from "../../components/skeleton.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { Page } from "../../frame/page.tsx";
import { useSearchParam } from "../../router/use-location.ts";
import { CheckNotice } from "./check-notice.tsx";
import { FolderCard } from "./folder-card.tsx";
import { TemplateFault } from "./template-fault.tsx";
import { TemplateSources } from "./template-sources.tsx";

const SetsTab = lazy(async () => ({ default: (await import("./sets/sets-tab.tsx")).SetsTab }));
const VersionsTab = lazy(async () => ({ default: (await import("./versions-tab.tsx")).VersionsTab }));
// Loaded on demand: only the preview needs the combobox.
const PreviewTab = lazy(async () => ({ default: (await import("./preview/preview-tab.tsx")).PreviewTab }));

/** The templates of agents' files: their folder, their sources, and a preview for an agent. */
export function TemplatesPage() {
  // The folder may have been edited since the last visit, and Flight Deck does not watch it.
  const list = useQuery(orpc.templates.list.queryOptions({ staleTime: 0 }));
  const [tab, setTab] = useSearchParam("tab");
  return (
    <Page
      title="Templates"
      marks={list.data?.isBuiltIn && <Badge>Built-in</Badge>}
      note="Jinja2 texts from which the files of every agent are rendered. An undefined name is an error, not an empty text."
    >
      <Loaded query={list} what="templates">
        {({ folder, isBuiltIn, templates, error }) => (
          <>
            <FolderCard folder={folder} isBuiltIn={isBuiltIn} />
            {error && <TemplateFault message={error.message} hint={error.hint} title="This folder cannot be used" />}
            {!error && <CheckNotice />}
            <Tabs
              label="Templates"
              value={tab || "sources"}
              onChange={setTab}
              tabs={[
                {
                  value: "sources",
                  label: "Sources",
                  count: templates.length,
                  content: <TemplateSources templates={templates} folder={folder} />,
                },
                {
                  value: "sets",
                  label: "Sets",
                  content: (
                    <Suspense fallback={<ListSkeleton label="Loading the sets" />}>
                      <SetsTab />
                    </Suspense>
                  ),
                },
                {
                  value: "preview",
                  label: "Preview for an agent",
                  content: (
                    <Suspense fallback={<ListSkeleton label="Loading the preview" />}>
                      <PreviewTab />
                    </Suspense>
                  ),
                },
                {
                  value: "versions",
                  label: "Versions",
                  content: (
                    <Suspense fallback={<ListSkeleton label="Loading the versions" />}>
                      <VersionsTab />
                    </Suspense>
                  ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
