// Special tokens of the vocabulary, and the chat template that came with it: messages with roles, each with its count.

import type { App } from '../app.ts'
import { copy } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { count, plural } from '../format.ts'
import type { TabView } from '../inspect/tabs.ts'
import type { Message } from '../store/state.ts'
import { visible } from '../visible.ts'

/** So many special tokens are listed. */
const LISTED = 200

export function makeChat(app: App): TabView {
  const specials = h('div', { class: 'pieces specials' })
  const specialsNote = h('p', { class: 'note' })
  const messages = h('div', { class: 'messages' })
  const total = h('p', { class: 'num', role: 'status' })
  const rendered = h('pre', { class: 'rendered', 'aria-label': 'What the template makes of the messages', tabindex: 0 })
  const element = h(
    'div',
    { class: 'two' },
    h('div', null, h('h2', null, 'Chat template'), messages, total, rendered),
    h('div', null, h('h2', null, 'Special tokens'), specialsNote, specials),
  )
  let counted = ''
  let listed = ''
  let timer = 0
  const outputs: HTMLOutputElement[] = []

  const change = (chat: readonly Message[]): void => app.store.dispatch({ type: 'chat', chat })
  const drawMessages = (): void => {
    const { chat } = app.store.state
    if (messages.childElementCount === chat.length + 1) {
      chat.forEach((message, i) => {
        const box = messages.children[i]
        const role = box?.querySelector('select')
        const content = box?.querySelector('textarea')
        if (role && role.value !== message.role) role.value = message.role
        if (content && content.value !== message.content) content.value = message.content
      })
      return
    }
    outputs.length = 0
    put(
      messages,
      ...chat.map((message, i) => messageBox(message, i)),
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          onclick: () => {
            const now = app.store.state.chat
            change([...now, { role: now.at(-1)?.role === 'user' ? 'assistant' : 'user', content: '' }])
          },
        },
        'Add a message',
      ),
    )
  }
  const messageBox = (message: Message, i: number): HTMLElement => {
    const role = h('select', { class: 'field', 'aria-label': `Role of message ${i + 1}` })
    for (const name of new Set(['system', 'user', 'assistant', 'tool', message.role]))
      role.append(h('option', { value: name }, name))
    role.value = message.role
    const content = h('textarea', { class: 'field', rows: 2, 'aria-label': `Message ${i + 1}` })
    content.value = message.content
    const output = h('output', { class: 'num' })
    outputs[i] = output
    const update = (): void =>
      change(app.store.state.chat.map((m, at) => (at === i ? { role: role.value, content: content.value } : m)))
    role.addEventListener('change', update)
    content.addEventListener('input', update)
    const remove = h(
      'button',
      {
        class: 'quiet',
        type: 'button',
        'aria-label': `Remove message ${i + 1}`,
        onclick: () => change(app.store.state.chat.filter((_, at) => at !== i)),
      },
      'Remove',
    )
    return h(
      'div',
      { class: 'message-box' },
      h('div', { class: 'row' }, role, output, h('span', { class: 'grow' }), remove),
      content,
    )
  }

  const drawCounts = async (): Promise<void> => {
    const { tokenizer: name, chat } = app.store.state
    const key = `${name} ${JSON.stringify(chat)}`
    if (key === counted) return
    counted = key
    try {
      const tokenizer = await app.session.tokenizer(name)
      if (!tokenizer.info.chatTemplate) {
        total.textContent = `${name} came without a chat template: what a chat costs with it is not defined by its vocabulary.`
        rendered.hidden = true
        for (const output of outputs) output.textContent = ''
        return
      }
      const tokens = await tokenizer.chat(
        chat.map(({ role, content }) => ({ role, content })),
        { addGenerationPrompt: true },
      )
      if (counted !== key) return
      chat.forEach((_, i) => {
        const output = outputs[i]
        if (output) output.textContent = plural(tokens.perMessage[i] ?? 0, 'token')
      })
      const inside = tokens.perMessage.reduce((sum, n) => sum + n, 0)
      const after = tokens.ids.length - inside
      total.textContent = `${plural(tokens.ids.length, 'token')} as a request${after > 0 ? `, ${count(after)} of them opening the answer` : ''}`
      rendered.hidden = false
      rendered.textContent = tokens.text
    } catch (error) {
      if (!isAbort(error) && counted === key) {
        total.textContent = reasonOf(error)
        rendered.hidden = true
      }
    }
  }
  const drawSpecials = async (): Promise<void> => {
    const { tokenizer: name } = app.store.state
    if (listed === name) return
    listed = name
    try {
      const { info } = await app.session.tokenizer(name)
      if (listed !== name) return
      const { added } = info
      specialsNote.textContent =
        added.length === 0
          ? 'This vocabulary has none.'
          : `${count(added.length)} of them${added.length > LISTED ? `, the first ${LISTED} here` : ''}. A press copies. Typed into the text they are text, unless “parsed” is chosen below it.`
      put(
        specials,
        ...added.slice(0, LISTED).map(token => {
          const button: HTMLButtonElement = h(
            'button',
            { class: 'piece special', type: 'button', title: `id ${token.id}` },
            visible(token.content),
          )
          button.addEventListener('click', () => void copy(token.content, button))
          return button
        }),
      )
    } catch (error) {
      if (!isAbort(error)) specialsNote.textContent = reasonOf(error)
    }
  }
  return {
    element,
    draw() {
      drawMessages()
      void drawSpecials()
      clearTimeout(timer)
      timer = window.setTimeout(() => void drawCounts(), 150)
    },
  }
}
