import { Page } from "../../frame/page.tsx";

/** Templates. */
export function TemplatesPage() {
  return <Page title="Templates">{null}</Page>;
}
