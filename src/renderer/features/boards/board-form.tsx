import { type SubmitEvent, useState } from "react";
import { labelsFault, wordsOfLabels } from "../../../shared/labels.ts";
import type { BoardRow, GatewayRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { useChangedFields } from "../../components/changed-fields.ts";
import { TextArea, TextField } from "../../components/field.tsx";
import { focusFirstFault } from "../../components/focus-first-fault.ts";
import { LabelsField } from "../../components/labels/labels-field.tsx";
import { SelectField } from "../../components/select.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { UnsavedGuard, useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { forgetUnsaved } from "../../router/unsaved.ts";
import { navigate } from "../../router/use-location.ts";
import { type BoardDraft, type BoardDraftErrors, boardDraftOf, boardInput, validateBoard } from "./board-draft.ts";
import { BoardRules } from "./board-rules.tsx";
import { boardTypes } from "./board-types.ts";
import { MetricFields } from "./metric-fields.tsx";

export type BoardFormProps = {
  board?: BoardRow;
  gateways: GatewayRow[];
  /** The gateway of a new board. */
  gatewayId?: string;
};

type PartProps = { draft: BoardDraft; errors: BoardDraftErrors; onChange: (change: Partial<BoardDraft>) => void };

/** The form with everything that can be set for a board. */
export function BoardForm({ board, gateways, gatewayId }: BoardFormProps) {
  const [only] = gateways;
  const [draft, setDraft] = useState(() => {
    return boardDraftOf(board, gatewayId || (gateways.length === 1 ? only?.id : ""));
  });
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const [labels, setLabels] = useState((board?.labels ?? []).join(", "));
  const isChanged = useIsChanged({ draft, labels });
  const input = { ...boardInput(draft, board), labels: wordsOfLabels(labels) };
  const changes = useChangedFields(input);
  const errors = validateBoard(draft, !board);
  const isFaulty = Object.keys(errors).length > 0 || labelsFault(labels) !== null;
  const part: PartProps = {
    draft,
    errors: isSubmitted ? errors : {},
    onChange: (change) => setDraft({ ...draft, ...change }),
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (isFaulty) return focusFirstFault(event.currentTarget);
    void submit(async () => {
      const saved = board
        ? await client.boards.update({ id: board.id, change: changes })
        : await client.boards.create(input);
      forgetUnsaved();
      navigate(`/boards/${saved.id}`);
    });
  };
  return (
    <form noValidate onSubmit={save} className="flex max-w-5xl flex-col gap-4">
      <UnsavedGuard isChanged={isChanged} />
      <BoardBasics {...part} board={board} gateways={gateways} />
      <Card title="Labels" note="Words to find and choose boards and their agents by. Only Flight Deck knows them.">
        <LabelsField
          label="Labels"
          help="They count for the agents of the board as well."
          value={labels}
          onChange={setLabels}
        />
      </Card>
      <BoardGoal {...part} />
      <BoardRules draft={draft} onChange={part.onChange} />
      <SubmitError error={error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={isBusy}>
          {board ? "Save board" : "Create board"}
        </Button>
        <Button variant="ghost" onClick={() => navigate(board ? `/boards/${board.id}` : "/boards")}>
          Cancel
        </Button>
        {isSubmitted && isFaulty && (
          <p role="alert" className="self-center text-danger text-xs">
            Correct the marked fields first.
          </p>
        )}
      </div>
    </form>
  );
}

type BasicsProps = PartProps & { board: BoardRow | undefined; gateways: GatewayRow[] };

function BoardBasics({ draft, errors, onChange, board, gateways }: BasicsProps) {
  const hasAgents = board !== undefined && board.agents > 0;
  const isMoving = hasAgents && draft.gatewayId !== board.gatewayId;
  const choices = [
    { value: "", label: board ? "No gateway" : "Choose a gateway" },
    ...gateways.map(({ id, name }) => ({ value: id, label: name })),
  ].filter(({ value }) => !hasAgents || value !== "" || board.gatewayId === null);
  return (
    <Card title="Board">
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <TextField
          label="Name"
          placeholder="Customer Support"
          autoFocus={!board}
          maxLength={220}
          value={draft.name}
          error={errors.name}
          onChange={(name) => onChange({ name })}
        />
        <TextField
          label="Slug"
          help="Used in Mission Control's addresses. Leave empty to make it from the name."
          placeholder="customer-support"
          className="font-mono"
          spellCheck={false}
          value={draft.slug}
          error={errors.slug}
          onChange={(slug) => onChange({ slug })}
        />
        <SelectField
          label="Gateway"
          help={
            isMoving
              ? "Its agents move too. The next sync of the new gateway takes their files along; on the old one they stay until deleted there."
              : "The gateway that runs its agents."
          }
          error={errors.gatewayId}
          choices={choices}
          value={draft.gatewayId}
          onChange={(gatewayId) => onChange({ gatewayId })}
        />
        <TextField
          label="Maximum agents"
          help="How many agents the lead may use on this board."
          inputMode="numeric"
          value={draft.maxAgents}
          error={errors.maxAgents}
          onChange={(maxAgents) => onChange({ maxAgents })}
        />
        <div className="col-span-full">
          <TextArea
            label="Description"
            help="What this board is for, in a sentence or two."
            rows={2}
            value={draft.description}
            onChange={(description) => onChange({ description })}
          />
        </div>
      </div>
    </Card>
  );
}

function BoardGoal({ draft, errors, onChange }: PartProps) {
  const isKnown = boardTypes.some(({ value }) => value === draft.boardType);
  const types = isKnown ? boardTypes : [...boardTypes, { value: draft.boardType, label: draft.boardType }];
  return (
    <Card title="Goal" note="Agents read this in their files after the next sync.">
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <SelectField
          label="Type"
          choices={types}
          value={draft.boardType}
          onChange={(boardType) => onChange({ boardType })}
        />
        <TextField
          label="Target date"
          type="date"
          value={draft.targetDate}
          error={errors.targetDate}
          onChange={(targetDate) => onChange({ targetDate })}
        />
        <TextArea
          label="Objective"
          help="The outcome to reach, specific enough for an agent to tell when it is met."
          rows={5}
          value={draft.objective}
          onChange={(objective) => onChange({ objective })}
        />
        <MetricFields
          metrics={draft.successMetrics}
          errors={errors.successMetrics ?? {}}
          onChange={(successMetrics) => onChange({ successMetrics })}
        />
      </div>
    </Card>
  );
}
