/** The worker of the module `tools`. */

import * as wasm from '#wasm/tools'
import { start } from './start.ts'
import { textService } from './text-service.ts'

start('tools', wasm.default, textService(wasm))
