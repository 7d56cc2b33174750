// The live editor: CodeMirror in an open shadow root, so that its sheets are constructable under the page's policy. The
// text passes byte for byte: lines are cut at LF alone, so CR, NUL, BOM and U+2028 are characters like any other.
// Loaded at first focus, paste, drop or idle. Colours are no part of it: see paint.ts.

import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands'
import { Annotation, type ChangeDesc, EditorState, Text } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, placeholder, type ViewUpdate } from '@codemirror/view'
import { drawingSheets } from '../../elements/drawing/index.ts'
import type { Edit, Holder, TextModel } from '../text-model.ts'
import { theme } from './theme.ts'

/** Marks transactions that come from the text model, so that they are not told back to it. */
const fromModel = Annotation.define<boolean>()
/** The string that a paste inserted: the editor keeps it as lines, and joining millions of them again takes long. */
const pastedText = Annotation.define<string>()

export interface EditorEvents {
  /** The caret or the selection moved. */
  selection(from: number, to: number, byPointer: boolean): void
  /** The text has changed; the browser has not laid it out again yet. */
  edited(changes: ChangeDesc): void
  /** What is visible, or where it is, has changed; `measured`: the browser has just laid it out. */
  layout(measured: boolean): void
}

/** A part of a document as the text model's holder. */
function holder(doc: Text): Holder {
  return { length: doc.length, slice: (from, to) => doc.sliceString(from, to, '\n') }
}

/** Puts the editor into `host`, holding the model's text. */
export function createEditor(host: HTMLElement, text: TextModel, events: EditorEvents): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const telling = new Telling(text)
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: split(text.whole()),
      extensions: [
        EditorState.lineSeparator.of('\n'),
        EditorState.allowMultipleSelections.of(false),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of({
          'aria-label': 'Your text',
          spellcheck: 'false',
          autocorrect: 'off',
          autocapitalize: 'off',
          translate: 'no',
          id: 'editor-content',
        }),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        highlightSpecialChars({ specialChars: SPECIAL }),
        placeholder('Type, paste, or drop a file.'),
        pasting(),
        theme,
        EditorView.updateListener.of(update => told(update, telling, events)),
      ],
    }),
  })
  root.adoptedStyleSheets = [...drawingSheets(), ...root.adoptedStyleSheets]
  text.listen((change, by) => {
    if (by === 'program' && change.kind === 'anew') replace(view, text)
  })
  return view
}

/** Controls shown by their picture; joiners and marks of direction are part of their words and stay as they are. */
const SPECIAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffc]/g

function split(text: string): Text {
  return Text.of(text.split('\n'))
}

function replace(view: EditorView, text: TextModel): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: split(text.whole()) },
    selection: { anchor: 0 },
    annotations: [fromModel.of(true), isolateHistory.of('full')],
  })
  text.edited(holder(view.state.doc), [])
}

/**
 * A paste enters as it is on the clipboard. The browser's own handling would make it lines of an editable element;
 * CodeMirror's would cut at CR as well.
 */
function pasting() {
  return EditorView.domEventHandlers({
    paste(event, view) {
      const pasted = event.clipboardData?.getData('text/plain')
      if (pasted === undefined || event.clipboardData?.files.length) return false
      event.preventDefault()
      const { from, to } = view.state.selection.main
      view.dispatch({
        changes: { from, to, insert: split(pasted) },
        selection: { anchor: from + pasted.length },
        scrollIntoView: true,
        userEvent: 'input.paste',
        annotations: pastedText.of(pasted),
      })
      return true
    },
    // Files dropped on the editor are the page's (drop.ts); text dropped is an edit.
    drop(event) {
      return (event.dataTransfer?.files.length ?? 0) > 0
    },
  })
}

function told(update: ViewUpdate, telling: Telling, events: EditorEvents): void {
  if (update.docChanged && !update.transactions.some(t => t.annotation(fromModel))) telling.tell(update)
  if (update.selectionSet || update.docChanged) {
    const { from, to } = update.state.selection.main
    events.selection(
      from,
      to,
      update.transactions.some(t => t.isUserEvent('select.pointer')),
    )
  }
  if (update.docChanged) events.edited(update.changes)
  else if (update.viewportChanged || update.geometryChanged) events.layout(update.transactions.length === 0)
}

/** Longest insertion that is told at once; a longer one waits for the next task, so that the paste itself stays short. */
const AT_ONCE = 200_000

/** Tells the text model of changes, in the order made. */
class Telling {
  readonly #text: TextModel
  #waiting: (() => void)[] = []

  constructor(text: TextModel) {
    this.#text = text
  }

  tell(update: ViewUpdate): void {
    const { doc } = update.state
    const run = (): void => this.#text.edited(holder(doc), editsOf(update))
    let inserted = 0
    update.changes.iterChanges((_fromA, _toA, _fromB, _toB, text) => {
      inserted += text.length
    })
    if (inserted <= AT_ONCE && this.#waiting.length === 0) {
      run()
      return
    }
    this.#waiting.push(run)
    if (this.#waiting.length === 1) setTimeout(() => this.#flush())
  }

  #flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const run of waiting) run()
  }
}

/** The edits of an update, last first, so that each speaks of positions that those before it have not moved. */
function editsOf(update: ViewUpdate): Edit[] {
  const [first, ...more] = update.transactions
  const pasted = more.length === 0 ? first?.annotation(pastedText) : undefined
  const edits: Edit[] = []
  update.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    edits.push({ from, to, insert: pasted ?? inserted.sliceString(0, inserted.length, '\n') })
  })
  return edits.reverse()
}
