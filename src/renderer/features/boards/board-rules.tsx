import { Card } from "../../components/card.tsx";
import { Checkbox } from "../../components/checkbox.tsx";
import type { BoardDraft } from "./board-draft.ts";
import { boardRuleTexts } from "./board-rule-texts.ts";

export type BoardRulesProps = { draft: BoardDraft; onChange: (change: Partial<BoardDraft>) => void };

/** Checkboxes for the rules of a board. */
export function BoardRules({ draft, onChange }: BoardRulesProps) {
  return (
    <Card title="Rules" note="Mission Control enforces these rules, and the agents' files state them.">
      <div className="grid grid-cols-2 gap-x-8 gap-y-3 max-md:grid-cols-1">
        {boardRuleTexts.map(({ rule, label, help }) => (
          <Checkbox
            key={rule}
            label={label}
            help={help}
            checked={draft[rule]}
            onChange={(isOn) => onChange({ [rule]: isOn })}
          />
        ))}
        <Checkbox
          label="Goal is confirmed"
          help="A person has agreed to the objective. Until then, the lead asks before it assigns work."
          checked={draft.goalConfirmed}
          onChange={(goalConfirmed) => onChange({ goalConfirmed })}
        />
      </div>
    </Card>
  );
}
