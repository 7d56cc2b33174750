// Tokenizers of the catalogue that cards open. A test checks that each of them ships.

export const UNIGRAM = 'own-unigram-8k'
export const BPE = 'own-bpe-8k'
export const WORDPIECE = 'own-wordpiece-8k'
export const BERT = 'bert-uncased'
export const FALLBACK = 'mistral-v3'
export const NFKC = 'claude-2'
export const CHAT = 'qwen3'
