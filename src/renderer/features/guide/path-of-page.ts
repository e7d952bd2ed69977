import { guideIndex } from "../../../shared/guide.ts";

/** The address of a page of the guide. */
export function pathOfPage(page: string): string {
  return page === guideIndex ? "/guide" : `/guide/${page}`;
}
