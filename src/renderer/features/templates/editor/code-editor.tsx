import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { TemplateName } from "../../../../shared/template-editing.ts";
import { editorExtensions } from "./editor-extensions.ts";

/** Something about a line of the text, counted from 1. */
export type LineProblem = { line: number; message: string; isFault: boolean };

export type CodeEditorProps = {
  /** The accessible name: "Source of BOARD_SOUL.md.j2". */
  label: string;
  /** The text at first: another one needs another `key`. */
  text: string;
  names: TemplateName[];
  problems: LineProblem[];
  /** A line to go to, counted from 1; another object goes there again. */
  goTo: { line: number } | null;
  onChange: (text: string) => void;
};

/**
 * A text editor for one template. It is in a shadow tree: there, CodeMirror's styles are style sheets made by script, which the page's
 * content security policy allows, and not style elements, which it refuses.
 */
export function CodeEditor({ label, text, names, problems, goTo, onChange }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor keeps its own text
  useEffect(() => {
    if (!place.current) return;
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: "open" });
    const extensions = editorExtensions({ label, names, onChange: (now) => changed.current(now) });
    const view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: root, root });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, []);
  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    const found = problems.map(({ line, message, isFault }) => {
      const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      return { from, to, message, severity: isFault ? ("error" as const) : ("warning" as const) };
    });
    view.dispatch(setDiagnostics(view.state, found));
  }, [problems]);
  useEffect(() => {
    const view = editor.current;
    if (!view || !goTo) return;
    const { from } = view.state.doc.line(Math.min(Math.max(goTo.line, 1), view.state.doc.lines));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  }, [goTo]);
  return (
    <div ref={place} data-editor={label} className="min-w-0 overflow-hidden rounded-lg border border-line-control" />
  );
}
