// The elements as a module: what the page uses, and the types of what other pages get.

export { setBase } from './address.ts'
export type { ElementState, Loading, TokenElement } from './base.ts'
export { type CompareChange, type CompareReady, TokenCompare } from './compare.ts'
export { type Engine, type EngineLoader, setEngine } from './engine.ts'
export { type GenerateReady, TokenGenerate } from './generate.ts'
export { type ImageChange, type ImageReady, TokenImage } from './image.ts'
export { define, type ElementNames } from './registry.ts'
export { type TextChange, type TextReady, TokenText } from './text.ts'
export { TokenTrain, type TrainChange, type TrainReady } from './train.ts'

import type { TokenCompare } from './compare.ts'
import type { TokenGenerate } from './generate.ts'
import type { TokenImage } from './image.ts'
import type { TokenText } from './text.ts'
import type { TokenTrain } from './train.ts'

declare global {
  interface HTMLElementTagNameMap {
    'token-text': TokenText
    'token-compare': TokenCompare
    'token-train': TokenTrain
    'token-image': TokenImage
    'token-generate': TokenGenerate
  }
}
