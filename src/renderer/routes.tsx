import {
  BellDot,
  Bot,
  FileCode2,
  History,
  type LucideIcon,
  RadioTower,
  Settings,
  SquareKanban,
  Users,
} from "lucide-react";
import { lazy, type ReactNode } from "react";
import { guideIndex } from "../shared/guide.ts";
import { type SectionPath, sections } from "../shared/sections.ts";
import { AttentionPage } from "./features/attention/attention-page.tsx";
import { matchRoute } from "./router/match-route.ts";

// Every screen except the first is loaded when it is first opened.
const GatewaysPage = lazy(async () => ({
  default: (await import("./features/gateways/gateways-page.tsx")).GatewaysPage,
}));
const NewGatewayPage = lazy(async () => ({
  default: (await import("./features/gateways/form/gateway-form-page.tsx")).NewGatewayPage,
}));
const EditGatewayPage = lazy(async () => ({
  default: (await import("./features/gateways/form/gateway-form-page.tsx")).EditGatewayPage,
}));
const GatewayPage = lazy(async () => ({
  default: (await import("./features/gateways/page/gateway-page.tsx")).GatewayPage,
}));
const RunsPage = lazy(async () => ({ default: (await import("./features/runs/runs-page.tsx")).RunsPage }));
const RunPage = lazy(async () => ({ default: (await import("./features/runs/run-page.tsx")).RunPage }));
const BoardsPage = lazy(async () => ({ default: (await import("./features/boards/boards-page.tsx")).BoardsPage }));
const BoardPage = lazy(async () => ({ default: (await import("./features/boards/board-page.tsx")).BoardPage }));
const NewBoardPage = lazy(async () => ({
  default: (await import("./features/boards/board-form-page.tsx")).NewBoardPage,
}));
const EditBoardPage = lazy(async () => ({
  default: (await import("./features/boards/board-form-page.tsx")).EditBoardPage,
}));
const AgentsPage = lazy(async () => ({ default: (await import("./features/agents/agents-page.tsx")).AgentsPage }));
const AgentPage = lazy(async () => ({ default: (await import("./features/agents/agent-page.tsx")).AgentPage }));
const NewAgentPage = lazy(async () => ({
  default: (await import("./features/agents/agent-form-page.tsx")).NewAgentPage,
}));
const EditAgentPage = lazy(async () => ({
  default: (await import("./features/agents/agent-form-page.tsx")).EditAgentPage,
}));
const PeoplePage = lazy(async () => ({ default: (await import("./features/people/people-page.tsx")).PeoplePage }));
const TemplatesPage = lazy(async () => ({
  default: (await import("./features/templates/templates-page.tsx")).TemplatesPage,
}));
const TemplateEditorPage = lazy(async () => ({
  default: (await import("./features/templates/editor/template-editor-page.tsx")).TemplateEditorPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import("./features/settings/settings-page.tsx")).SettingsPage,
}));
const SetupPage = lazy(async () => ({ default: (await import("./features/setup/setup-page.tsx")).SetupPage }));
const ImportPage = lazy(async () => ({ default: (await import("./features/import/import-page.tsx")).ImportPage }));
const GuidePage = lazy(async () => ({ default: (await import("./features/guide/guide-page.tsx")).GuidePage }));
const OpenedFilePage = lazy(async () => ({
  default: (await import("./features/import/opened-file-page.tsx")).OpenedFilePage,
}));
const BinPage = lazy(async () => ({ default: (await import("./features/bin/bin-page.tsx")).BinPage }));
const NotFoundPage = lazy(async () => ({ default: (await import("./frame/not-found-page.tsx")).NotFoundPage }));

type Route = { pattern: string; render: (params: Record<string, string>) => ReactNode };

/** The icon and the page of each main screen. Sidebar, shortcuts, palette, routes and the desktop's menu follow from these. */
export const mainScreens: Record<SectionPath, { icon: LucideIcon; render: () => ReactNode }> = {
  "/attention": { icon: BellDot, render: () => <AttentionPage /> },
  "/gateways": { icon: RadioTower, render: () => <GatewaysPage /> },
  "/boards": { icon: SquareKanban, render: () => <BoardsPage /> },
  "/agents": { icon: Bot, render: () => <AgentsPage /> },
  "/people": { icon: Users, render: () => <PeoplePage /> },
  "/runs": { icon: History, render: () => <RunsPage /> },
  "/templates": { icon: FileCode2, render: () => <TemplatesPage /> },
  "/settings": { icon: Settings, render: () => <SettingsPage /> },
};

/** All screens with their addresses. The first match is shown. */
const routes: Route[] = [
  { pattern: "/", render: () => <AttentionPage /> },
  ...sections.map(({ path }) => ({ pattern: path, render: mainScreens[path].render })),
  { pattern: "/gateways/new", render: () => <NewGatewayPage /> },
  { pattern: "/gateways/:id", render: ({ id = "" }) => <GatewayPage gatewayId={id} /> },
  { pattern: "/gateways/:id/edit", render: ({ id = "" }) => <EditGatewayPage gatewayId={id} /> },
  { pattern: "/boards/new", render: () => <NewBoardPage /> },
  { pattern: "/boards/:id", render: ({ id = "" }) => <BoardPage boardId={id} /> },
  { pattern: "/boards/:id/edit", render: ({ id = "" }) => <EditBoardPage boardId={id} /> },
  { pattern: "/agents/new", render: () => <NewAgentPage /> },
  { pattern: "/agents/:id", render: ({ id = "" }) => <AgentPage agentId={id} /> },
  { pattern: "/agents/:id/edit", render: ({ id = "" }) => <EditAgentPage agentId={id} /> },
  { pattern: "/runs/:id", render: ({ id = "" }) => <RunPage runId={id} /> },
  { pattern: "/templates/edit", render: () => <TemplateEditorPage /> },
  { pattern: "/setup", render: () => <SetupPage /> },
  { pattern: "/import", render: () => <ImportPage /> },
  { pattern: "/guide", render: () => <GuidePage page={guideIndex} /> },
  { pattern: "/guide/:page", render: ({ page = "" }) => <GuidePage page={page} /> },
  { pattern: "/open/:id", render: ({ id = "" }) => <OpenedFilePage id={id} /> },
  { pattern: "/bin", render: () => <BinPage /> },
];

/** The screen at a path. */
export function screenAt(path: string): ReactNode {
  for (const { pattern, render } of routes) {
    const params = matchRoute(pattern, path);
    if (params) return render(params);
  }
  return <NotFoundPage />;
}
