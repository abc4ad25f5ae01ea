import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type CompletionContext,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { linter, lintKeymap } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder as placeholderText,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { isWithin } from "../lib/dotted";
import { missingVariables, variables } from "../lib/template";

export interface CodeEditorProps {
  value: string;
  onChange?: (value: string) => void;
  language: "json" | "prompt";
  label: string;
  minHeight?: number;
  maxHeight?: number;
  readOnly?: boolean;
  invalid?: boolean;
  placeholder?: string;
  /** Names that `{{` completes to; others are marked as missing. */
  variables?: readonly string[];
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--phony-agent)" },
  { tag: tags.string, color: "var(--phony-added-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--phony-operator)" },
  { tag: tags.punctuation, color: "var(--mantine-color-dimmed)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--mantine-color-text)", backgroundColor: "transparent" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--mantine-color-text)" },
  ".cm-line": { padding: "0 12px" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--mantine-primary-color-filled) 28%, transparent)",
  },
  ".cm-placeholder": { color: "var(--mantine-color-placeholder)" },
  ".cm-tooltip": {
    backgroundColor: "var(--phony-surface)",
    color: "var(--mantine-color-text)",
    border: "1px solid var(--phony-line)",
    borderRadius: "8px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--mantine-primary-color-filled)",
    color: "#fff",
  },
});

const mark = (title: string, missing = false) =>
  Decoration.mark({
    class: "variable",
    attributes: missing ? { title, "data-missing": "true" } : { title },
  });

function variableMarks(known: readonly string[]): Extension {
  const matcher = new MatchDecorator({
    regexp: /\\?\{\{[^{}]*\}\}/g,
    decoration: ([tag]) => {
      const [name] = variables(tag);
      if (name === undefined) return null; // it stays as it is written
      if (known.some((key) => isWithin(name, key))) return mark("Filled in when a call begins");
      return missingVariables([tag]).length === 0
        ? mark(`“${name}” is not in the context data: its default is said`)
        : mark(`“${name}” is not in the context data: the sentence closes up`, true);
    },
  });
  return ViewPlugin.fromClass(
    class {
      marks: DecorationSet;
      constructor(view: EditorView) {
        this.marks = matcher.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.marks = matcher.updateDeco(update, this.marks);
      }
    },
    { decorations: (plugin) => plugin.marks },
  );
}

function variableCompletion(known: readonly string[]): Extension {
  return autocompletion({
    override: [
      (context: CompletionContext) => {
        const before = context.matchBefore(/\{\{\s*[\w.]*/);
        if (!before) return null;
        const open = /^\{\{\s*/.exec(before.text)?.[0].length ?? 2;
        return {
          from: before.from + open,
          options: known.map((name) => ({
            label: name,
            type: "variable",
            apply: (view: EditorView, _: unknown, from: number, to: number) => {
              const closed = view.state.sliceDoc(to, to + 2) === "}}";
              const insert = closed ? name : `${name}}}`;
              view.dispatch({
                changes: { from, to, insert },
                selection: { anchor: from + name.length + 2 },
              });
            },
          })),
        };
      },
    ],
  });
}

function languageOf(language: string, known: readonly string[]): Extension {
  return language === "json"
    ? [
        json(),
        linter((view) => (view.state.doc.toString().trim() ? jsonParseLinter()(view) : [])),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        EditorView.theme({
          ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)" },
        }),
      ]
    : [
        variableMarks(known),
        variableCompletion(known),
        EditorView.theme({ ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6" } }),
      ];
}

export default function CodeEditorInner(props: CodeEditorProps) {
  const { value, language, label, minHeight = 160, maxHeight = 480 } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const languagePart = useRef(new Compartment());
  const readOnlyPart = useRef(new Compartment());
  const names = (props.variables ?? []).join("\n");

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return;
    const start = latest.current;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.value,
        extensions: [
          history(),
          drawSelection(),
          EditorView.lineWrapping,
          syntaxHighlighting(colours),
          look,
          // Tab leaves the editor: nobody is trapped in it.
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          placeholderText(start.placeholder ?? ""),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true" }),
          EditorView.theme({
            ".cm-content": { minHeight: `${minHeight}px` },
            ".cm-scroller": { maxHeight: `${maxHeight}px`, overflow: "auto" },
          }),
          languagePart.current.of(languageOf(language, start.variables ?? [])),
          readOnlyPart.current.of(EditorState.readOnly.of(start.readOnly ?? false)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [language, label, minHeight, maxHeight]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({
      effects: languagePart.current.reconfigure(
        languageOf(language, names ? names.split("\n") : []),
      ),
    });
  }, [language, names]);

  useEffect(() => {
    view.current?.dispatch({
      effects: readOnlyPart.current.reconfigure(EditorState.readOnly.of(props.readOnly ?? false)),
    });
  }, [props.readOnly]);

  return <div ref={host} className="editor" data-invalid={props.invalid || undefined} />;
}
