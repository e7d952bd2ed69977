import { app } from "electron";
import type { OpenedFiles } from "../../operations/opened-files.ts";
import type { MainWindow } from "../main-window.ts";
import { findOpenedFiles } from "./find-opened-files.ts";

/**
 * Shows files that the operator opens with Flight Deck: as arguments of this start or of a later one, which brings this window to the
 * front, or from macOS' Finder. Only the last one is shown, and nothing is applied.
 * @returns tells, when the window opens, the path of the page that was asked for before
 */
export function showOpenedFiles(window: MainWindow, files: OpenedFiles): () => string | undefined {
  let isOpen = false;
  let waiting = findOpenedFiles(process.argv, process.cwd()).at(-1);
  const pageOf = (path: string | undefined) => path && `/open/${files.add(path)}`;
  const show = (path: string | undefined) => {
    if (isOpen) window.show(pageOf(path));
    else waiting = path ?? waiting;
  };
  app.on("second-instance", (_event, argv, workingDir) => show(findOpenedFiles(argv, workingDir).at(-1)));
  app.on("open-file", (event, path) => {
    event.preventDefault();
    show(path);
  });
  return () => {
    isOpen = true;
    return pageOf(waiting);
  };
}
