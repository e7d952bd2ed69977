import { Page } from "../../frame/page.tsx";

/** Create a board. */
export function NewBoardPage() {
  return <Page title="Create a board">{null}</Page>;
}

/** Edit board. */
export function EditBoardPage({ boardId }: { boardId: string }) {
  return <Page title="Edit board">{boardId}</Page>;
}
