/** The worker of the module `chat`: conversations written as text. */

import * as wasm from '#wasm/chat'
import type { ChatOperations } from '../operations.ts'
import { operation, type ServiceOf } from './operation.ts'
import { start } from './start.ts'

const service: ServiceOf<ChatOperations> = {
  renderChat: operation(({ input: { source, begin, end, conversation } }) =>
    wasm.renderChat(source, begin, end, conversation),
  ),
  tokensPerMessage: operation(({ input }) => wasm.tokensPerMessage(input.starts, input.ends)),
}

start('chat', wasm.default, service)
