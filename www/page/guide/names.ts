// Tokenizers of the catalogue that cards open. A test checks that each of them ships.

export const UNIGRAM = 'own_unigram'
export const BPE = 'own_bpe'
export const WORDPIECE = 'own_wordpiece'
export const BERT = 'bert_uncased'
export const FALLBACK = 'mistral_v3'
export const NFKC = 'claude'
export const CHAT = 'qwen3'
