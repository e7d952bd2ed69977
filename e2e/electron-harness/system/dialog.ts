import { requireReady } from "../harness-state.ts";

type Answer = { response?: number; filePaths?: string[] };
type Dialog = { kind: "message" | "open" | "error"; options: object };

/** Answers for dialogs that open before a test can see them: ELECTRON_HARNESS_ANSWERS is a JSON array, used in order. */
const answers: Answer[] = JSON.parse(process.env.ELECTRON_HARNESS_ANSWERS ?? "[]");

/** Dialogs stay open until they are answered: by ELECTRON_HARNESS_ANSWERS, or by a test that replaces one of these functions. */
export const dialog = {
  /** Used only by specs of this harness. */
  shown: [] as Dialog[],
  showMessageBox(...args: object[]): Promise<{ response: number; checkboxChecked: boolean }> {
    return show("message", args, ({ response = 0 }) => ({ response, checkboxChecked: false }));
  },
  showOpenDialog(...args: object[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    return show("open", args, ({ filePaths = [] }) => ({ canceled: filePaths.length === 0, filePaths }));
  },
  /** Before `ready` it is only printed to the terminal, as on Linux. */
  showErrorBox(title: string, content: string): void {
    dialog.shown.push({ kind: "error", options: { title, content } });
    process.stderr.write(`[dialog] ${title}: ${content}\n`);
  },
};

function show<T>(kind: Dialog["kind"], args: object[], resultOf: (answer: Answer) => T): Promise<T> {
  requireReady("dialog");
  const options = args.at(-1) ?? {};
  dialog.shown.push({ kind, options });
  process.stderr.write(`[dialog] ${JSON.stringify(options)}\n`);
  const answer = answers.shift();
  return answer ? Promise.resolve(resultOf(answer)) : new Promise(() => undefined);
}
