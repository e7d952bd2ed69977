import { commandName } from "./command-name.ts";
import { type ErrorCode, errorEntry } from "./errors.ts";

/** The page of the guide that lists the others: docs/guide/README.md. */
export const guideIndex = "guide";

/** The page with every error, which is made of the catalogue. */
export const errorsPage = "errors";

/** Documents beside docs/guide/ that the guide leads to, by their name in docs/. */
export const guideReferences = [
  "behaviour",
  "company-networks",
  "data-folder",
  "gateways",
  "glossary",
  "mission-control",
  "notifications",
] as const;

/** A place in the guide: a page such as `drift`, and a heading on it such as `keep-an-edit`. */
export type GuidePlace = { page: string; section: string | null };

/**
 * Where a link between the documents leads.
 * @param href as written in a file of docs/guide/ or in a document of `guideReferences`
 * @param from the page that it is on
 * @returns null for what is not in the guide: source files, other documents, other sites
 */
export function guidePlace(href: string, from: string): GuidePlace | null {
  const [path = "", section = null] = href.split("#");
  if (path === "") return { page: from, section };
  const isBeside = guideReferences.some((name) => name === from);
  const fromDocs = isBeside ? path : path.startsWith("../") ? path.slice("../".length) : `guide/${path}`;
  const page = /^guide\/([\w-]+)\.md$/.exec(fromDocs)?.[1];
  if (page !== undefined) return { page: page === "README" ? guideIndex : page, section };
  const name = /^([\w-]+)\.md$/.exec(fromDocs)?.[1];
  return name === errorsPage || guideReferences.some((known) => known === name) ? { page: name ?? "", section } : null;
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** Commands of the guide, which calls the program `flightdeck` or `npx flightdeck`, as it is called here. */
export function asCalledHere(commands: string): string {
  return commands.replaceAll(/(^|&& )(?:npx )?flightdeck /gm, (_, before: string) => `${before}${commandName()} `);
}

export type GuidePage = { name: string; title: string };

/** The pages that the guide's index lists, in its order. @param index its Markdown */
export function guidePagesIn(index: string): GuidePage[] {
  const links = [...index.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
  const pages = links.flatMap(([, title = "", href = ""]) => {
    const place = guidePlace(href, guideIndex);
    return place === null ? [] : [{ name: place.page, title }];
  });
  return pages.filter(({ name }, index) => pages.findIndex((page) => page.name === name) === index);
}

/**
 * What the catalogue says can be done about an error, with an ellipsis in the place of each name.
 * @param inWordsOf gives a hint in the words of a host; empty if it has none for it
 */
export function generalHints(code: ErrorCode, inWordsOf: (hint: string) => string): string[] {
  const hints = Object.values(errorEntry(code).hints);
  const general = hints.map((made) => inWordsOf(typeof made === "function" ? made("…", "…", "…") : made));
  return [...new Set(general)].filter((hint) => hint !== "");
}
