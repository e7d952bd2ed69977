import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../api/client.ts";
import { Loaded } from "../../components/loaded.tsx";
import { Page } from "../../frame/page.tsx";
import { AboutCard } from "./about-card.tsx";
import { AppearanceCard } from "./appearance-card.tsx";
import { BackupsCard } from "./backups-card.tsx";
import { BaseUrlCard } from "./base-url-card.tsx";
import { BrowsersCard } from "./browsers-card.tsx";
import { ConcurrencyCard } from "./concurrency-card.tsx";
import { DataCard } from "./data-card.tsx";
import { DataKeyCard } from "./data-key-card.tsx";
import { DiagnosticsCard } from "./diagnostics-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { NetworkCard } from "./network/network-card.tsx";
import { NotificationsCard } from "./notifications/notifications-card.tsx";
import { SleepCard } from "./sleep-card.tsx";
import { SourceCard } from "./source/source-card.tsx";
import { TemplateRulesCard } from "./template-rules-card.tsx";
import { UpdatesCard } from "./updates/updates-card.tsx";

/** The settings of this installation, and information about it. */
export function SettingsPage() {
  const settings = useQuery(orpc.app.settings.queryOptions());
  const info = useQuery(orpc.app.info.queryOptions());
  return (
    <Page title="Settings" note="These settings apply to every window of this installation and to the command line.">
      <Loaded query={settings} what="settings">
        {({ baseUrl, maxInFlight, templateFolder, backupsKept, ...kept }) => (
          <Loaded query={info} what="settings">
            {(app) => (
              <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
                <div className="flex min-w-0 flex-col gap-4">
                  <SourceCard />
                  {/* Keyed by its value, so that a change in another window is shown. */}
                  <BaseUrlCard key={baseUrl} baseUrl={baseUrl} />
                  <TemplateRulesCard />
                  <NetworkCard />
                  <NotificationsCard host={app.host} />
                  {app.host === "browser" && <BrowsersCard />}
                </div>
                <div className="flex min-w-0 flex-col gap-4">
                  <ConcurrencyCard key={maxInFlight} maxInFlight={maxInFlight} />
                  <HistoryCard
                    key={[
                      kept.historyDays,
                      kept.historyRuns,
                      kept.versionDays,
                      kept.versionsKept,
                      kept.keepsLearned,
                    ].join(" ")}
                    kept={kept}
                  />
                  <AppearanceCard />
                  {app.host === "desktop" && <SleepCard keepsAwake={kept.keepsAwake} />}
                  <DataCard app={app} templateFolder={templateFolder} />
                  <BackupsCard kept={backupsKept} />
                  <DataKeyCard app={app} />
                  <DiagnosticsCard />
                  <UpdatesCard />
                  <AboutCard app={app} />
                </div>
              </div>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
