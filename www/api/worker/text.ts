/** The worker of the module `text`: what is loaded first. */

import * as wasm from '#wasm/text'
import { start } from './start.ts'
import { textService } from './text-service.ts'

start('text', wasm.default, textService(wasm))
