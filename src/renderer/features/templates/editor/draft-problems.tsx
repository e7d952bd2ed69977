import type { TemplateProblem } from "../../../../shared/template-check.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { plural } from "../../../time/format-time.ts";
import { faultPlaceOf } from "../fault-place.ts";

export type DraftProblemsProps = {
  problems: TemplateProblem[];
  isChecking: boolean;
  onShow: (template: string, line: number) => void;
};

/** What a check of the draft found, each with the way to its line. */
export function DraftProblems({ problems, isChecking, onShow }: DraftProblemsProps) {
  if (problems.length === 0) {
    return (
      <p role="status" className="text-muted text-xs">
        {isChecking ? "Checking…" : "The check found no problem: every kind of agent can be rendered."}
      </p>
    );
  }
  const isFaulty = problems.some(({ kind }) => kind === "unusable" || kind === "missing-name");
  return (
    <Notice tone={isFaulty ? "danger" : "warn"} title={`The check found ${plural(problems.length, "problem")}`} live>
      <ul className="flex list-disc flex-col gap-1.5 pl-4">
        {problems.map(({ message, hint, roles }) => {
          const place = faultPlaceOf(message);
          return (
            <li key={message} className="break-words">
              {message} {roles.length > 0 && <span className="text-muted">({roles.join(", ")})</span>}
              <span className="block text-muted">{hint}</span>
              {place && (
                <Button size="sm" className="mt-1" onClick={() => onShow(place.template, place.line)}>
                  Go to line {place.line} of {place.template}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
