import { Page } from "../../frame/page.tsx";

/** Settings. */
export function SettingsPage() {
  return <Page title="Settings">{null}</Page>;
}
