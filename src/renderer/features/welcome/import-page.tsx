import { Page } from "../../frame/page.tsx";

/** Import a fleet file. */
export function ImportPage() {
  return <Page title="Import a fleet file">{null}</Page>;
}
