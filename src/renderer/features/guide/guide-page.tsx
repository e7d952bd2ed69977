import { Compass } from "lucide-react";
import { errorsPage, guideIndex, guidePagesIn } from "../../../shared/guide.ts";
import { Button } from "../../components/button.tsx";
import { cx } from "../../components/cx.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../frame/page.tsx";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/use-location.ts";
import { ErrorEntries } from "./error-entries.tsx";
import { guideText } from "./guide-files.ts";
import { GuideText } from "./guide-text.tsx";
import { pathOfPage } from "./path-of-page.ts";
import { useSection } from "./use-section.ts";

const trail = [{ label: "Guide", to: "/guide" }];

/** A page of the operator's guide, beside the list of all of them. */
export function GuidePage({ page }: { page: string }) {
  const section = useSection();
  const markdown = guideText(page);
  if (page === errorsPage) {
    return (
      <WithList page={page} title="Errors">
        <ErrorEntries section={section} />
      </WithList>
    );
  }
  if (markdown === null) return <NoSuchPage />;
  return (
    <WithList page={page} title={titleOf(markdown)}>
      <GuideText markdown={markdown} page={page} />
    </WithList>
  );
}

function WithList({ page, title, children }: { page: string; title: string; children: React.ReactNode }) {
  return (
    <Page title={title} trail={page === guideIndex ? [] : trail}>
      <div className="grid grid-cols-[minmax(0,1fr)_16rem] items-start gap-8 max-xl:grid-cols-1">
        <div className="min-w-0">{children}</div>
        {page !== guideIndex && <PageList page={page} />}
      </div>
    </Page>
  );
}

function PageList({ page }: { page: string }) {
  return (
    <nav aria-label="Guide" className="sticky top-4 rounded-lg border border-line bg-surface p-2 max-xl:hidden">
      <ul className="flex flex-col">
        {[{ name: guideIndex, title: "All tasks" }, ...guidePagesIn(guideText(guideIndex) ?? "")].map((each) => (
          <li key={each.name}>
            <Link
              plain
              to={pathOfPage(each.name)}
              aria-current={each.name === page ? "page" : undefined}
              className={cx(
                "block rounded-md px-2 py-1",
                each.name === page ? "bg-selected text-accent" : "text-muted hover:bg-hover hover:text-ink",
              )}
            >
              {each.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NoSuchPage() {
  return (
    <Page title="Page not found" trail={trail}>
      <EmptyState
        icon={Compass}
        title="The guide has no such page"
        actions={<Button onClick={() => navigate("/guide")}>Show all tasks</Button>}
      >
        The link may be from another version of Flight Deck.
      </EmptyState>
    </Page>
  );
}

const titleOf = (markdown: string) => /^# (.+)$/m.exec(markdown)?.[1] ?? "Guide";
