// Papers and specifications that the cards name, each once.

import type { Source } from './card.ts'

function source(title: string, authors: string, year: number, venue: string, short?: string): Source {
  const [first = '', ...others] = authors.split(', ')
  const name = first.split(' ').at(-1) ?? first
  return { title, authors, year, venue, short: short ?? `${name}${others.length > 0 ? ' et al.' : ''} ${year}` }
}

export const GAGE = source('A New Algorithm for Data Compression', 'Philip Gage', 1994, 'The C Users Journal 12(2)')
export const SENNRICH = source(
  'Neural Machine Translation of Rare Words with Subword Units',
  'Rico Sennrich, Barry Haddow, Alexandra Birch',
  2016,
  'ACL',
)
export const RADFORD = source(
  'Language Models are Unsupervised Multitask Learners',
  'Alec Radford, Jeffrey Wu, Rewon Child, David Luan, Dario Amodei, Ilya Sutskever',
  2019,
  'OpenAI',
)
export const WANG = source(
  'Neural Machine Translation with Byte-Level Subwords',
  'Changhan Wang, Kyunghyun Cho, Jiatao Gu',
  2020,
  'AAAI',
)
export const KUDO = source(
  'Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates',
  'Taku Kudo',
  2018,
  'ACL',
)
export const SENTENCEPIECE = source(
  'SentencePiece: A simple and language independent subword tokenizer and detokenizer for Neural Text Processing',
  'Taku Kudo, John Richardson',
  2018,
  'EMNLP, system demonstrations',
)
export const SCHUSTER = source('Japanese and Korean Voice Search', 'Mike Schuster, Kaisuke Nakajima', 2012, 'ICASSP')
export const DEVLIN = source(
  'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
  'Jacob Devlin, Ming-Wei Chang, Kenton Lee, Kristina Toutanova',
  2019,
  'NAACL',
)
export const SONG = source(
  'Fast WordPiece Tokenization',
  'Xinying Song, Alex Salcianu, Yang Song, Dave Dopson, Denny Zhou',
  2021,
  'EMNLP',
)
export const PROVILKOV = source(
  'BPE-Dropout: Simple and Effective Subword Regularization',
  'Ivan Provilkov, Dmitrii Emelianenko, Elena Voita',
  2020,
  'ACL',
)
export const SINGH = source(
  'Tokenization counts: the impact of tokenization on arithmetic in frontier LLMs',
  'Aaditya K. Singh, DJ Strouse',
  2024,
  'arXiv',
)
export const HAYASE = source(
  'Data Mixture Inference: What do BPE Tokenizers Reveal about their Training Data?',
  'Jonathan Hayase, Alisa Liu, Yejin Choi, Sewoong Oh, Noah A. Smith',
  2024,
  'NeurIPS',
)
export const PETROV = source(
  'Language Model Tokenizers Introduce Unfairness Between Languages',
  'Aleksandar Petrov, Emanuele La Malfa, Philip H. S. Torr, Adel Bibi',
  2023,
  'NeurIPS',
)
export const AHIA = source(
  'Do All Languages Cost the Same? Tokenization in the Era of Commercial Language Models',
  'Orevaoghene Ahia, Sachin Kumar, Hila Gonen, Jungo Kasai, David R. Mortensen, Noah A. Smith, Yulia Tsvetkov',
  2023,
  'EMNLP',
)
export const GOLDMAN = source(
  'Unpacking Tokenization: Evaluating Text Compression and its Correlation with Model Performance',
  'Omer Goldman, Avi Caciularu, Matan Eyal, Kris Cao, Idan Szpektor, Reut Tsarfaty',
  2024,
  'ACL, findings',
)
export const KRICHEVSKY = source(
  'The Performance of Universal Encoding',
  'Raphail Krichevsky, Victor Trofimov',
  1981,
  'IEEE Transactions on Information Theory 27(2)',
)
export const ZOUHAR = source(
  'Tokenization and the Noiseless Channel',
  'Vilém Zouhar, Clara Meister, Juan Luis Gastaldi, Li Du, Mrinmaya Sachan, Ryan Cotterell',
  2023,
  'ACL',
)
export const ZIPF = source(
  'Human Behavior and the Principle of Least Effort',
  'George Kingsley Zipf',
  1949,
  'Addison-Wesley',
)
export const UAX15 = source(
  'Unicode Normalization Forms',
  'Unicode Consortium',
  2025,
  'Unicode Standard Annex 15',
  'UAX 15',
)
export const UAX29 = source(
  'Unicode Text Segmentation',
  'Unicode Consortium',
  2025,
  'Unicode Standard Annex 29',
  'UAX 29',
)
export const UTF8 = source(
  'UTF-8, a transformation format of ISO 10646',
  'François Yergeau',
  2003,
  'RFC 3629',
  'RFC 3629',
)
export const TEMPLATES = source('Template Designer Documentation', 'The Pallets Projects', 2024, 'Jinja 3.1', 'Jinja')
