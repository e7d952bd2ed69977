import { guideIndex } from "../../../shared/guide.ts";

// The build puts the pages into the code of this screen, and the pictures beside it, so that they are on our own origin.
const pages = import.meta.glob<string>(
  [
    "../../../../docs/guide/*.md",
    "../../../../docs/{behaviour,company-networks,data-folder,gateways,glossary,mission-control,notifications}.md",
  ],
  { eager: true, query: "?raw", import: "default" },
);
// Two pictures are for the README only.
const pictures = import.meta.glob<string>(["../../../../docs/pictures/*.png", "!**/{first-sync,fleet}.png"], {
  eager: true,
  query: "?url",
  import: "default",
});

const byName = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, value]) => [path.slice(path.lastIndexOf("/") + 1), value]));
const pagesByFile = byName(pages);
const picturesByFile = byName(pictures);

/** The Markdown of a page of the guide; null if there is no such page. */
export function guideText(page: string): string | null {
  return pagesByFile.get(`${page === guideIndex ? "README" : page}.md`) ?? null;
}

/** The address of a picture. @param href as a page names it */
export function pictureAddress(href: string): string | undefined {
  return picturesByFile.get(href.slice(href.lastIndexOf("/") + 1));
}
