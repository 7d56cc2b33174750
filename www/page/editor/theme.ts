// How the live editor looks inside its shadow root: the same metrics as the static sample (styles/editor.css), so that
// the one takes the other's place without a jump.

import { EditorView } from '@codemirror/view'

export const theme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    font: '17px/2.05 var(--mono)',
    fontSize: 'var(--editor-size, 17px)',
    lineHeight: '2.05',
    fontFamily: 'var(--mono)',
    minHeight: '238px',
    maxHeight: 'max(238px, 58vh)',
    overflowX: 'hidden',
    overflowY: 'auto',
    isolation: 'isolate',
  },
  '.cm-content': { padding: '0', caretColor: 'var(--accent)', minHeight: '238px' },
  '.cm-line': { padding: '0', unicodeBidi: 'plaintext', textAlign: 'start' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-specialChar': { color: 'var(--ink-3)' },
  '.token-layer.token-host': {
    position: 'absolute',
    top: '0',
    left: '0',
    width: '100%',
    height: '100%',
    pointerEvents: 'none',
    overflow: 'visible',
  },
  '.token-layer.below': { zIndex: '-1' },
})
