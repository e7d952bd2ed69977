import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../api/client.ts";
import { Notice } from "../../components/notice.tsx";
import { plural } from "../../time/format-time.ts";

/** What a check of the template folder found; nothing while all is well. */
export function CheckNotice() {
  // The folder is edited outside Flight Deck.
  const check = useQuery(orpc.templates.check.queryOptions({ staleTime: 0 }));
  const problems = check.data?.problems ?? [];
  if (problems.length === 0) return null;
  const hints = [...new Set(problems.map(({ hint }) => hint))];
  return (
    <Notice tone="warn" title={`A check found ${plural(problems.length, "problem")} in this folder`} live>
      <ul className="flex list-disc flex-col gap-1 pl-4">
        {problems.map(({ message, roles }) => (
          <li key={message} className="break-words">
            {message} {roles.length > 0 && <span className="text-muted">({roles.join(", ")})</span>}
          </li>
        ))}
      </ul>
      {hints.map((hint) => (
        <p key={hint} className="mt-1 text-muted">
          {hint}
        </p>
      ))}
    </Notice>
  );
}
