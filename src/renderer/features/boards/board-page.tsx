import { Page } from "../../frame/page.tsx";

/** Board. */
export function BoardPage({ boardId }: { boardId: string }) {
  return <Page title="Board">{boardId}</Page>;
}
