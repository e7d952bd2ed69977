import { Page } from "../../frame/page.tsx";

/** Boards. */
export function BoardsPage() {
  return <Page title="Boards">{null}</Page>;
}
