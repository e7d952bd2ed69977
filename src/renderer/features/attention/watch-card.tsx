import type { AttentionWatch, WatchedGateway } from "../../../shared/attention.ts";
import { listNames } from "../../../shared/list-names.ts";
import { Card } from "../../components/card.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { Link } from "../../router/link.tsx";
import { plural } from "../../time/format-time.ts";

/** What is watched and since when, so that the operator can judge an empty list. */
export function WatchCard({ watch }: { watch: AttentionWatch }) {
  const { since, gateways, pausedBoards, mirror } = watch;
  const groups = [...Map.groupBy(gateways, ({ checkEveryMinutes }) => checkEveryMinutes)];
  const watched = groups.filter(([minutes]) => minutes > 0).sort(([one], [other]) => one - other);
  const unwatched = gateways.filter(({ checkEveryMinutes }) => checkEveryMinutes === 0);
  return (
    <Card
      title="What is watched"
      note={
        since && (
          <>
            since Flight Deck was opened, <RelativeTime at={since} />
          </>
        )
      }
    >
      <ul className="flex flex-col gap-1.5">
        {watched.map(([minutes, group]) => (
          <li key={minutes} className="break-words">
            Checked every {minutes === 1 ? "minute" : plural(minutes, "minute")}:{" "}
            {listNames(group.map(({ name }) => name))}. <Oldest gateways={group} />
          </li>
        ))}
        {unwatched.length > 0 && <Unwatched gateways={unwatched} />}
        <li>Connections of gateways are tried every 15 seconds while a window is open.</li>
        <li>
          {mirror ? (
            <>
              Mission Control&apos;s database is read every {plural(mirror.pollSeconds, "second")}
              {mirror.pulledAt ? (
                <>
                  , last <RelativeTime at={mirror.pulledAt} />.
                </>
              ) : (
                ", but was not read yet."
              )}
            </>
          ) : (
            "Check-ins of agents are not known here: only Mission Control's database has them."
          )}
        </li>
        {pausedBoards > 0 && (
          <li>
            {plural(pausedBoards, "paused board")} left out, with {pausedBoards === 1 ? "its" : "their"} agents.
          </li>
        )}
      </ul>
    </Card>
  );
}

function Oldest({ gateways }: { gateways: WatchedGateway[] }) {
  const times = gateways.filter(({ agents }) => agents > 0).map(({ checkedAt }) => checkedAt);
  if (times.length === 0) return null;
  const known = times.filter((at) => at !== null).sort();
  return (
    <span className="text-muted">
      {known.length < times.length || known[0] === undefined ? (
        "Not all agents were checked yet."
      ) : (
        <>
          The oldest check is from <RelativeTime at={known[0]} />.
        </>
      )}
    </span>
  );
}

function Unwatched({ gateways }: { gateways: WatchedGateway[] }) {
  const [first, ...others] = gateways;
  return (
    <li className="break-words">
      <strong className="font-semibold">Not checked in the background:</strong>{" "}
      {listNames(gateways.map(({ name }) => name))}. What changes there is noticed at the next sync or check only.{" "}
      {first && others.length === 0 ? (
        <Link to={`/gateways/${first.id}`}>Turn background checks on</Link>
      ) : (
        <Link to="/gateways">Choose a gateway to turn them on</Link>
      )}
    </li>
  );
}
