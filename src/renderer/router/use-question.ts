import { forgetUnsaved } from "./unsaved.ts";
import { useSearchParam } from "./use-location.ts";

/**
 * Whether a screen asks a question in a dialog, such as `delete`. The address has it, so that the command palette can open a
 * screen with its question.
 */
export function useQuestion(question: string): [isAsked: boolean, setAsked: (isAsked: boolean) => void] {
  const [asked, ask] = useSearchParam("ask");
  const setAsked = (isAsked: boolean) => {
    // The dialog has saved its form, or has asked about it itself.
    if (!isAsked) forgetUnsaved();
    ask(isAsked ? question : "");
  };
  return [asked === question, setAsked];
}
