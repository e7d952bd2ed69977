import { useQuery } from "@tanstack/react-query";
import { Link } from "lucide-react";
import { useState } from "react";
import { linkLastsMinutes, sessionLastsDays } from "../../../shared/session-proof.ts";
import { client, orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { CopyButton } from "../../components/copyable-id.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";

const refreshEveryMs = 10_000;

/** The browsers that may use this host, a link for another one, and a way to end each. */
export function BrowsersCard() {
  const sessions = useQuery({ ...orpc.app.browserSessions.queryOptions(), refetchInterval: refreshEveryMs });
  const [link, setLink] = useState<string | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const making = useSubmit();
  const end = (id?: string) =>
    submit(async () => {
      await client.app.endBrowserSessions(id === undefined ? {} : { id });
      await sessions.refetch();
    });
  return (
    <Card title="Browsers">
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          These browsers may use Flight Deck, also after a restart. One that is not used for {sessionLastsDays} days
          needs a new link.
        </p>
        <Loaded query={sessions} what="browsers">
          {(rows) => (
            <ul className="flex flex-col gap-1.5" aria-label="Browsers with a session">
              {rows.map(({ id, browser, isThis, lastSeenAt }) => (
                <li key={id} className="flex items-center justify-between gap-3">
                  <span className="min-w-0 truncate">
                    {browser}{" "}
                    <span className="text-muted">
                      {isThis && "this browser, "}seen <RelativeTime at={lastSeenAt} />
                    </span>
                  </span>
                  <Button size="sm" disabled={isBusy} onClick={() => void end(id)} aria-label={`End ${browser}`}>
                    End
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
        <SubmitError error={error ?? making.error} />
        <div className="flex flex-wrap gap-2">
          <Button
            icon={Link}
            busy={making.isBusy}
            onClick={() => void making.submit(async () => setLink((await client.app.browserLink()).url))}
          >
            Link for another browser
          </Button>
          <Button disabled={isBusy} onClick={() => void end()}>
            End all, also this one
          </Button>
        </div>
        {link !== null && (
          <div className="flex flex-col gap-2">
            <p className="text-muted">Opens Flight Deck once, within {linkLastsMinutes} minutes, on this machine.</p>
            <code className="break-all">{link}</code>
            <div>
              <CopyButton text={link} label="Copy the link" />
            </div>
          </div>
        )}
      </div>
    </Card>
  );
}
